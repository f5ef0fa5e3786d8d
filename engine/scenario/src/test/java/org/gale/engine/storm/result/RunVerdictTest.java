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
        "Little's law is broken: what was owed over time and what interrupts waited differ by 7 ns | " +
            "Little's law is broken",
        "The books differ | a law is broken"})
    void shouldNameTheLawThatIsBroken(final String failure, final String doubt)
    {
        assertEquals(doubt, RunVerdict.broken(failure));
    }
}
