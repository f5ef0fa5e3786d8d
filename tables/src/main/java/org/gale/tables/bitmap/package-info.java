/**
 * Bitmaps of pending candidates: 64-ary trees over ids, made of pages that are taken from an off-heap pool when the
 * first bit of a range is set and go back when the last one is cleared. Owned by the thread that owns the machine.
 */
package org.gale.tables.bitmap;
