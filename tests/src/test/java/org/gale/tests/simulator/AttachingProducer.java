package org.gale.tests.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

import org.agrona.concurrent.Agent;
import org.gale.engine.command.Commands;
import org.gale.engine.lanes.AttachPoint;
import org.gale.engine.lanes.Attachment;
import org.gale.engine.lanes.LaneClaim;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.ringbuf.LaneProducer;

/**
 * Producer that attaches, offers events of any device in an open loop, detaches, and attaches again. Now and then it
 * offers an event that no table translates, or a command that is not admitted and costs it its lane. Owned by the
 * scheduler.
 */
final class AttachingProducer implements Agent
{
    private static final int BATCH_LIMIT = 12;
    private static final int OTHER_DEVICES = 2;
    /** Batches that a producer offers in its life: guests that it floods take all that is pending behind its last. */
    private static final int BATCHES = 5_000;

    private final Place place;
    private final SplittableRandom random;
    private final int devices;
    private final int events;
    private Claim claim;
    private long refused;
    private int batches;

    private AttachingProducer(final Place place, final StormConfig config, final SplittableRandom random)
    {
        this.place = place;
        this.random = random;
        this.devices = config.value(StormSettings.VMS).intValue() * config.value(StormSettings.DEVICES).intValue();
        this.events = config.value(StormSettings.EVENTS).intValue();
    }

    /** Place where a producer attaches. */
    private interface Place
    {
        /** Returns the claim, or null if it was refused. */
        Claim attach() throws IOException;
    }

    /**
     * Lane of a producer that is attached.
     *
     * @param producer the end to offer through
     * @param detach   gives the lane back
     */
    private record Claim(LaneProducer producer, AutoCloseable detach)
    {
    }

    /** Returns a producer of this process. */
    static AttachingProducer at(final AttachPoint point, final StormConfig config, final SplittableRandom random)
    {
        return new AttachingProducer(() ->
        {
            final Attachment attachment = point.attach();

            return attachment == null ? null : new Claim(attachment.producer(), attachment::detach);
        }, config, random);
    }

    /** Returns a producer at lane files. */
    static AttachingProducer at(final Path lanes, final StormConfig config, final SplittableRandom random)
    {
        return new AttachingProducer(() ->
        {
            final LaneClaim claimed = LaneClaim.claim(lanes);

            return claimed == null ? null : new Claim(claimed.producer(), claimed);
        }, config, random);
    }

    @Override
    public int doWork() throws IOException
    {
        if (batches == BATCHES)
        {
            leave();
            return 0;
        }
        if (claim == null)
        {
            claim = place.attach();
        }
        else if (claim.producer().isClosed() || random.nextInt(24) == 0)
        {
            leave();
        }
        else
        {
            offer();
        }

        return 1;
    }

    @Override
    public String roleName()
    {
        return "attached producer";
    }

    /** Gives the lane back, if there is one. */
    void leave()
    {
        if (claim != null)
        {
            try
            {
                claim.detach().close();
            }
            catch (final Exception ex)
            {
                throw new IllegalStateException("a lane could not be given back", ex);
            }
            claim = null;
        }
    }

    /** Returns how many offers were refused. */
    long refused()
    {
        return refused;
    }

    private void offer()
    {
        for (int i = random.nextInt(BATCH_LIMIT); i >= 0; i--)
        {
            final boolean isAdmitted = random.nextInt(200) != 0;
            final int device = random.nextInt(devices + (random.nextInt(8) == 0 ? OTHER_DEVICES : 0));
            refused += claim.producer().offer(
                isAdmitted ? Commands.msi(device, random.nextInt(events), 0) : Commands.turn(0, 1)) ? 0 : 1;
        }
        claim.producer().publish();
        batches++;
    }
}
