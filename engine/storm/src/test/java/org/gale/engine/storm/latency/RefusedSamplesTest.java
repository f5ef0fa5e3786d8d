package org.gale.engine.storm.latency;

import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of messages that were to be sampled while as many interrupts waited as there are places for. */
class RefusedSamplesTest
{
    private static final int EVENTS = 256;
    private static final int DEVICES = 16;
    private static final Topology TOPOLOGY = Topology.of(
        StormConfigs.begin().vms(1).vpes(1).devices(DEVICES).events(EVENTS).build());

    private final LatencyRecorder recorder = new LatencyRecorder(TOPOLOGY, 16, new CachedNanoClock());
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[(2 + EVENTS) * Long.BYTES]);
    private long commands;

    /** Raises each LPI some times, and acknowledges none. */
    private void raise(final int rounds)
    {
        recorder.sequence(() -> commands);
        for (int batch = 0; batch < rounds * DEVICES; batch++)
        {
            int at = Commands.time(frame, 0, commands, commands);
            for (int event = 0; event < EVENTS; event++)
            {
                frame.putLong(at, Commands.msi(batch % DEVICES, event, 0));
                at += Long.BYTES;
            }
            recorder.drained(frame, 0, at, commands);
            recorder.raised(commands);
            commands += 1 + EVENTS;
        }
    }

    @Test
    void shouldRefuseNoneWhileThereArePlaces()
    {
        raise(1);

        assertEquals(0, recorder.unstamped());
        assertTrue(recorder.marked() > DEVICES * EVENTS / 32, "marked: " + recorder.marked());
    }

    @Test
    void shouldForgetThoseThatWereRefusedInTheWarmup()
    {
        raise(4);
        assertTrue(recorder.unstamped() > 0, "as many wait as there are places for: " + recorder.marked());

        recorder.begin(commands);

        assertEquals(0, recorder.unstamped());
        raise(1);
        assertTrue(recorder.unstamped() > 0, "of the measured part");
    }
}
