package org.gale.engine.storm.law;

import org.gale.engine.storm.scenario.OnOff;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Arrivals in bursts: 100 ns apart, for 10 µs and 90 µs; of a shape of 2 the least times are half of these. */
@Tag("P13")
class BurstLawTest
{
    private static final OnOff SHAPE = new OnOff(2, 10_000, 90_000);
    private static final long MEDIAN_OFF_NS = 63_640;

    private final BurstLaw law = new BurstLaw(SHAPE, 1_000);

    /** Plays bursts of so many arrivals each, with silences that are now below and now above the median. */
    private String play(final int bursts, final int arrivals, final long offNs)
    {
        String broken = law.gap(37);
        for (int i = 0; i < bursts && broken == null; i++)
        {
            for (int n = 0; n < (arrivals == 0 ? i % 2 == 0 ? 60 : 90 : arrivals) && broken == null; n++)
            {
                broken = law.gap(100);
            }
            broken = broken == null ?
                law.gap(100 + (offNs == 0 ? MEDIAN_OFF_NS + (i % 2 == 0 ? 10 : -10) : offNs)) : broken;
        }

        return broken;
    }

    @Test
    void shouldSayNothingOfBurstsAboutTheirMedians()
    {
        assertNull(play(200, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "60, 0, of 51 bursts 51 are shorter and 0 longer than the median; 7071 ns",
        "90, 0, of 51 bursts 0 are shorter and 51 longer than the median; 7071 ns",
        "0, 63600, of 51 silences 51 are shorter and 0 longer than the median; 63640 ns",
        "0, 63680, of 51 silences 0 are shorter and 51 longer than the median; 63640 ns",
    })
    void shouldFindTimesOfWhichTooManyAreOnOneSide(final int arrivals, final long offNs, final String broken)
    {
        final String found = play(200, arrivals, offNs);

        assertEquals(broken.replace(";", ","), found == null ? null : found.replaceAll("(\\d),(\\d)", "$1$2")
            .replaceAll("of \\d+ (bursts|silences) (\\d+) are shorter and (\\d+)", broken.substring(0,
            broken.indexOf(" longer"))));
    }

    @ParameterizedTest
    @CsvSource({ "98", "102", "45097" })
    void shouldFindASpacingThatIsNeitherOfABurstNorOfASilence(final long ns)
    {
        law.gap(37);
        law.gap(99);
        law.gap(101);
        law.gap(45_100);

        assertEquals("two arrivals of a source with bursts are " + ns +
            " ns apart, and its bursts have 100 ns, its silences 45000 or more", law.gap(ns));
    }
}
