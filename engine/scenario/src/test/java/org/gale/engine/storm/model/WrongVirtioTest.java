package org.gale.engine.storm.model;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Comparison of 16-bit indexes by which a device notifies, as virtio 1.2, 2.7.7 has it. */
class WrongVirtioTest
{
    @ParameterizedTest(name = "event {0}, used index from {2} to {1}")
    @CsvSource({
        "0, 1, 0, true", "1, 1, 0, false", "1, 2, 0, true", "5, 8, 5, true", "4, 8, 5, false", "6, 6, 5, false",
        "6, 7, 5, true", "65535, 0, 65535, true", "65534, 0, 65535, false", "65535, 65536, 65535, true",
        "0, 65537, 65536, true", "0, 65536, 65535, false", "65536, 65537, 65535, true", "65535, 65540, 65536, false"})
    void shouldNotifyWhenTheUsedIndexPassesTheEvent(
        final long event, final long next, final long old, final boolean isCrossed)
    {
        assertEquals(isCrossed, WrongVirtio.isCrossed(event, next, old));
    }
}
