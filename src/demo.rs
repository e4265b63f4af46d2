//! The application this repository describes in `schema/`: a shop with a magazine.
