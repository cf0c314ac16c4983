"""Bills of the pretend utility on paper and as data: EN 16931 inside of a PDF/A-3a that is PDF/UA-1 too."""
