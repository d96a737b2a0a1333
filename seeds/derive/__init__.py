"""Makes seeds/data/regions from public packages. Run by hand (`python -m seeds.derive --cache DIR`), never while serving."""
