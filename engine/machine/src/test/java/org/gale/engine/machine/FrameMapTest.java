package org.gale.engine.machine;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of the search for frames by address. */
class FrameMapTest
{
    private static final RegisterTable NONE = new RegisterTable(List.of());

    private final FrameMap map = new FrameMap(
        List.of(frame("C", 0x50_0000), frame("A", 0x1_0000), frame("B", 0x2_0000)));

    @ParameterizedTest(name = "{0}, {1} bytes: {2}")
    @CsvSource(nullValues = "-", value = {
        "0xffff, 1, -", "0x10000, 8, A", "0x1fffc, 4, A", "0x1fffc, 8, -", "0x1ffff, 1, A", "0x20000, 1, B",
        "0x2ffff, 1, B", "0x30000, 1, -", "0x4fffff, 1, -", "0x500000, 4, C", "0x510000, 1, -", "-1, 1, -", "0, 1, -",
        "-9223372036854775808, 8, -", "9223372036854775807, 8, -",
    })
    void shouldFindTheFrameThatHoldsAnAccess(final String address, final int sizeBytes, final String name)
    {
        final RegisterFrame frame = map.find(Long.decode(address), sizeBytes);

        assertEquals(name, frame == null ? null : frame.name());
    }

    @Test
    void shouldListTheFramesAsTheyWereGiven()
    {
        assertEquals(List.of("C", "A", "B"), map.all().stream().map(RegisterFrame::name).toList());
    }

    @Test
    void shouldRefuseFramesThatOverlap()
    {
        final List<RegisterFrame> frames = List.of(frame("A", 0x2_0000), frame("B", 0x1_8000));

        assertThrows(IllegalStateException.class, () -> new FrameMap(frames));
    }

    private static RegisterFrame frame(final String name, final long base)
    {
        return new RegisterFrame(name, base, 0x1_0000, NONE);
    }
}
