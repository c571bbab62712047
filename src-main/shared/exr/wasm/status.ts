// What a decoder answers: zero, or why it could not. The driver turns each into a sentence.

export const OK: i32 = 0
/** A deflate stream is not one, or its checksum does not hold. */
export const BAD_DEFLATE: i32 = 1
/** It gives more or fewer bytes than the pixels need. */
export const WRONG_SIZE: i32 = 2
/** A run-length stream is cut or runs over. */
export const BAD_RUNS: i32 = 3
/** A Huffman table or stream is not one. */
export const BAD_HUFFMAN: i32 = 4
/** A head inside the chunk contradicts itself or the pixels. */
export const BAD_HEAD: i32 = 5
/** Coefficients end before the blocks do. */
export const BAD_COEFFICIENTS: i32 = 6
