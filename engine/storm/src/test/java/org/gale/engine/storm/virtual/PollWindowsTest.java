package org.gale.engine.storm.virtual;

import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the windows of polls, in us, where {@code start} is 10 and {@code max} 500. */
class PollWindowsTest
{
    private static PollWindows windows(final Distribution poll)
    {
        return new PollWindows(CostModel.DEFAULT.with(Cost.POLL, poll), 2);
    }

    private static long begin(final PollWindows windows, final int vcpu)
    {
        return windows.begin(vcpu, 0);
    }

    @ParameterizedTest(name = "blocks of {0}")
    @CsvSource({
        "0, 0", "1, 10", "499, 10", "500, 0", "501, 0",                         // from 0
        "1 10, 10", "1 11, 20", "1 499, 20", "1 500, 10", "1 501, 0",           // from 10, whose half is below start
        "1 11 501, 10", "1 11 21 501, 20", "1 11 501 501, 0",
        "1 11 21 41 81 161, 320", "1 11 21 41 81 161 321, 500", "1 11 21 41 81 161 321 500, 500",
        "1 11 21 41 81 161 321 501, 250"})
    void shouldFollowTheBlocksOfAVcpu(final String blocks, final long windowUs)
    {
        final PollWindows windows = windows(new Distribution.Window(500_000, 2, 10_000, 2));
        for (final String us : blocks.split(" ", -1))
        {
            begin(windows, 0);
            windows.end(0, 1000 * Long.parseLong(us));
        }

        assertEquals(1000 * windowUs, begin(windows, 0));
        assertEquals(0, begin(windows, 1), "that of another vCPU");
    }

    @Test
    void shouldKeepAFixedWindow()
    {
        final PollWindows windows = windows(Distribution.constant(200_000));
        windows.end(0, 1);

        assertEquals(200_000, begin(windows, 0));
    }
}
