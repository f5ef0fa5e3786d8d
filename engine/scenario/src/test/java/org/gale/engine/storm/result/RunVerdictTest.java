package org.gale.engine.storm.result;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the words of verdicts. */
class RunVerdictTest
{
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "P13 broken: guests dropped 3 interrupts | P13 is broken",
        "Little's law is broken: interrupts owed over time and the waits of interrupts differ by 7 ns | " +
            "Little's law is broken",
        "The books differ | a law is broken"})
    void shouldNameTheLawThatIsBroken(final String failure, final String doubt)
    {
        assertEquals(doubt, RunVerdict.broken(failure));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
        "no monitor has connected to m.sock within 1 s | 0 | unproved: the storm failed before its first event",
        "no monitor has connected to m.sock within 1 s | 1 | no interrupt lost, none invented",
        "it has left. Unproved: 1 event (0 held, 1 asked about) | 9 | unproved: 1 event when the storm failed",
        "it has left. Unproved: 1,234 events (7 held) | 0 | unproved: 1,234 events when the storm failed",
        "none | 0 | no interrupt lost, none invented"})
    void shouldProveNothingOfAStormThatFailedBeforeItsEventsWereProved(
        final String failure, final long offered, final String text)
    {
        final RunVerdict verdict = RunVerdict.of(0, RunVerdict.unproved(failure, offered), true, 0);

        assertEquals(text, verdict.text());
        assertEquals(!text.startsWith("unproved"), verdict.isProven());
    }
}
