package org.gale.engine.device.proof;

import org.gale.engine.storm.result.StormHistory;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DeviceHistoryTest
{
    private static final long SECOND = 1_000_000_000;

    private final DeviceHistory history = new DeviceHistory();

    @Test
    void shouldKeepEachSecondAndTheOneInHand()
    {
        history.sent(5 * SECOND, 5 * SECOND);
        history.looked(1, 0, 1, 5 * SECOND, 5 * SECOND, 5 * SECOND + 100);
        history.sent(6 * SECOND, 6 * SECOND);
        history.sent(6 * SECOND + 10, 6 * SECOND + 20);
        history.looked(2, 0, 2, 6 * SECOND, 6 * SECOND, 6 * SECOND + 300);
        final StormHistory found = history.history();

        assertEquals(2, found.intervals().size());
        assertEquals(0, found.intervals().get(0).startNs());
        assertEquals(SECOND, found.intervals().get(1).startNs());
        assertEquals(1, found.intervals().get(0).counts().offered());
        assertEquals(2, found.intervals().get(1).counts().offered());
        assertEquals(1, found.intervals().get(1).counts().delivered());     // the other one is merged
        assertEquals(0, found.intervals().get(1).counts().pending());
        assertEquals(2, history.response().getTotalCount());
        assertEquals(SECOND + 300, history.elapsedNs());
        assertTrue(found.heat().isAny());
    }

    @Test
    void shouldMeasureTheResponseFromTheIntendedTimeAndTheServiceFromTheWrite()
    {
        history.sent(100, 300);
        history.looked(1, 7, 1, 100, 300, 1_000);
        history.history();

        assertEquals(900, history.response().getMaxValue());
        assertEquals(700, history.service().getMaxValue());
        assertEquals(200, history.lag().getMaxValue());
    }

    @Test
    void shouldKeepTheSlowestResponsesAlone()
    {
        for (int i = 1; i <= 100; i++)
        {
            history.sent(0, 0);
            history.looked(1, i, i, 0, 0, 1_000L * (i == 50 ? 500 : i));
        }

        assertEquals(50, history.outliers().get(0).outlier().lpiId());
        assertEquals(100, history.outliers().get(1).outlier().lpiId());
        assertEquals(16, history.outliers().size());
    }
}
