package org.gale.tests.attach;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

import org.gale.engine.command.Commands;
import org.gale.engine.lanes.LaneClaim;
import org.gale.ringbuf.LaneProducer;

/** Process that claims a lane, publishes events, offers more without publishing them, and waits to be killed. */
final class OutsideProducer
{
    private OutsideProducer()
    {
    }

    public static void main(final String[] arguments) throws IOException
    {
        final int count = Integer.parseInt(arguments[1]);
        try (LaneClaim claim = LaneClaim.claim(Path.of(arguments[0])))
        {
            final LaneProducer lane = claim.producer();
            for (int i = 0; i < count; i++)
            {
                offer(lane, i);
            }
            lane.publish();
            for (int i = 0; i < 100; i++)
            {
                offer(lane, i);
            }
            System.out.println("offered " + lane.position());
            while (!lane.isClosed())
            {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    static void offer(final LaneProducer lane, final int index)
    {
        while (!lane.offer(Commands.msi(
            index % (AttachedStorm.VMS * AttachedStorm.DEVICES), index % AttachedStorm.EVENTS, 0)) && !lane.isClosed())
        {
            lane.publish();
            LockSupport.parkNanos(1_000);
        }
    }
}
