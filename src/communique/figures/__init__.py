"""Pictures of networks: drawings as SVG, and the report page that opens every tie's quotes."""
