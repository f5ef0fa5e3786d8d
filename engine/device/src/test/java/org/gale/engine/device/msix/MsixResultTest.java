package org.gale.engine.device.msix;

import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.proof.DeviceHistory;
import org.gale.engine.device.proof.VectorProof;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the result of a vector whose guest has handled each of a hundred messages. */
class MsixResultTest
{
    private static final int MESSAGES = 100;

    private static MsixResult result(final long merged, final boolean isClosed)
    {
        final VectorProof vector = new VectorProof(0, true, Long.MAX_VALUE, new DeviceHistory());
        for (int i = 1; i <= MESSAGES; i++)
        {
            vector.send(i, i, true, false);
            vector.handle(i);
            vector.look(i, i);
        }

        return new MsixResult(List.of(vector), merged, 0, false, isClosed, 0, false);
    }

    @ParameterizedTest(name = "{0} merged")
    @CsvSource({ "0, OK", "66, OK", "67, INVARIANT_BROKEN", "100, INVARIANT_BROKEN" })
    void shouldFindMessagesThatMergedThoughEachWasHandled(final long merged, final Outcome outcome)
    {
        assertEquals(Outcome.OK, result(merged, false).outcome(), "messages of a burst may merge");
        assertEquals(outcome, result(merged, true).outcome());
    }
}
