/**
 * Bitmaps of pending candidates: 64-ary trees over ids. Their pages come from an off-heap pool when the first bit of a
 * range is set. They return to it when the last bit is cleared. Owned by the thread that owns the machine.
 */
package org.gale.tables.bitmap;
