package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.scenario.PhaseClock;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests that a message which a monitor holds is of the phase in which it came, as one that is not held. */
@Tag("P6")
@Tag("M-MIG-2")
class HeldInPhasesTest
{
    private static final long ORIGIN_NS = 100;
    private static final long BOUNDARY_NS = 1_100;
    private static final StormConfig CONFIG = HostShapes.config(
        List.of(new VmShape("a", 1, 2, List.of(HostShapes.device("disk", 1, 32))),
            new VmShape("b", 1, 2, List.of(HostShapes.device("disk", 1, 32)))),
        HostShapes.phase("calm", 1_000), HostShapes.phase("noise", 2_000));

    private final CachedNanoClock clock = new CachedNanoClock();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[256]);
    private final List<List<Long>> ends = new ArrayList<>();
    private final PhaseWatch watch = new PhaseWatch(Topology.of(CONFIG), new PhaseClock(CONFIG.shape().phases()), 0,
        () -> ORIGIN_NS, clock, phase -> { }, (next, at, ahead) -> ends.add(List.of(ahead[0], ahead[1], ahead[2])),
        new Nobody());
    private int end;

    /** Observer without effect. */
    private static final class Nobody implements RunObserver
    {
        @Override
        public void scheduled(final DirectBuffer of, final int offset, final int endOffset, final long nowNs)
        {
            // Events have no effect here.
        }

        @Override
        public void drained(final DirectBuffer of, final int offset, final int endOffset, final long nowNs)
        {
            // Events have no effect here.
        }

        @Override
        public void raised(final long nowNs)
        {
            // Events have no effect here.
        }

        @Override
        public void applied(final Outputs outputs, final long nowNs)
        {
            // Events have no effect here.
        }
    }

    private void time(final long baseNs)
    {
        Commands.time(frame, end, baseNs, baseNs);
        end += 2 * Long.BYTES;
    }

    private void msi(final int device, final int event)
    {
        frame.putLong(end, Commands.msi(device, event, 0));
        end += Long.BYTES;
    }

    private void hold(final int device, final int event)
    {
        end = KvmVerb.HOLD.encode(frame, end, 0, 0, 0, 0, (long)device << Integer.SIZE | event);
    }

    @Test
    void shouldGiveHeldMessagesInFrontOfABoundaryToThePhaseBefore()
    {
        time(1_000);
        msi(1, 0);
        hold(0, 3);
        hold(0, 3);
        hold(7, 0);
        time(BOUNDARY_NS);
        hold(0, 4);
        msi(1, 1);
        clock.update(BOUNDARY_NS + 50);

        watch.drained(frame, 0, end, BOUNDARY_NS + 50);

        assertEquals(List.of(List.of(2L, 1L, 1L)), ends);
    }
}
