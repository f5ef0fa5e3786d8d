package org.gale.engine.gicv5.irs;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The signal threshold of one target. */
@Tag("B-CPU-19")
class SignalThresholdTest
{
    private final SignalThreshold threshold = new SignalThreshold();

    @Test
    void shouldBeConcernedByEveryPriorityWhenNothingIsSettled()
    {
        assertTrue(threshold.isConcernedBy(0));
        assertTrue(threshold.isConcernedBy(31));
    }

    @ParameterizedTest(name = "asserted {0}, sufficient below {1}, priority {2}: concerned {3}")
    @CsvSource({
        "false, 8, 7, true", "false, 8, 8, false", "false, 0, 0, false", "false, 32, 31, true",
        "true, 8, 7, false", "true, 8, 0, false", "true, 32, 0, false",
    })
    void shouldBeConcernedByASufficientPriorityWhenTheSignalIsNotAsserted(
        final boolean asserted, final int sufficientBelow, final int priority, final boolean concerned)
    {
        threshold.settled(asserted, sufficientBelow);

        assertEquals(concerned, threshold.isConcernedBy(priority));
    }

    @Test
    void shouldBeConcernedByEveryPriorityWhenReset()
    {
        threshold.settled(true, 8);

        threshold.reset();

        assertTrue(threshold.isConcernedBy(31));
        assertTrue(threshold.covers(false, SignalThreshold.EVERYTHING));
    }

    @ParameterizedTest(name = "settled below {0}, asserted {1}, sufficient below {2}: covered {3}")
    @CsvSource({
        "8, false, 8, true", "8, false, 7, true", "8, false, 9, false", "8, true, 9, true", "0, false, 0, true",
        "0, false, 1, false",
    })
    void shouldCoverWhatIsOfSufficientPriority(
        final int settledBelow, final boolean asserted, final int sufficientBelow, final boolean covered)
    {
        threshold.settled(false, settledBelow);

        assertEquals(covered, threshold.covers(asserted, sufficientBelow));
    }

    @Test
    void shouldNotCoverADoorbellWhenAThresholdIsSettled()
    {
        threshold.settled(false, 31);

        assertFalse(threshold.covers(false, SignalThreshold.EVERYTHING));
    }
}
