//! What a build script of another version leaves is refused when the program is compiled, in our words.

use etched::private::Parts;

const fn header(major: u8, minor: u8, magic: u8) -> [u8; 64] {
    let mut bytes = [0; 64];
    let magic = [magic, b'E', b'T', b'C', b'H', b'\r', b'\n', 0x1a];
    let mut at = 0;
    while at < 8 {
        bytes[at] = magic[at];
        at += 1;
    }
    bytes[8] = major;
    bytes[10] = minor;
    bytes[12] = 64;
    bytes
}

static FINE: Parts = Parts::new(&header(1, 0, 0x89), "");
static MAJOR: Parts = Parts::new(&header(2, 0, 0x89), "");
static MINOR: Parts = Parts::new(&header(1, 200, 0x89), "");
static MAGIC: Parts = Parts::new(&header(1, 0, 0), "");
static LENGTH: Parts = Parts::new(&header(1, 0, 0x89), "more");

fn main() {}
