package org.gale.engine.storm.run;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.command.Commands;
import org.gale.engine.config.NumberText;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneSet;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.flow.Traffic;
import org.gale.ringbuf.Lane;

/**
 * Producers of one run with their lanes: the generator, and others that attach. Owned by the engine's thread, except
 * for what the generator lets others do.
 */
final class RunProducers implements AutoCloseable
{
    private final Lane lane;
    private final LaneSet lanes;
    private final MsiGenerator generator;
    private final boolean isResumed;
    private final boolean hasTeam;
    private final boolean canAttach;
    private final AttachedEvents attachedEvents;
    private long refused;
    private LaneWords words = LaneWords.NONE;
    private long outstandingWords;

    /**
     * Makes the producers, at their start. Those that attach are held back.
     *
     * @param itss number of ITSs that producers which attach may send long messages to
     */
    RunProducers(final RunOptions options, final int itss, final NanoClock clock)
    {
        this.lane = Lane.allocate(options.isOneThread() ?
            SharedGenerator.laneWords(options.workload().topology().pes()) : Traffic.laneWords(
            options.config(), options.workload().topology().deal()));
        this.lanes = new LaneSet(itss, options.producers().sources(), lane.consumer());
        this.generator = new MsiGenerator(options.config(), options.workload(), lane.producer(), clock);
        this.attachedEvents = new AttachedEvents(options.workload().topology());
        lanes.tally(attachedEvents);
        this.isResumed = !options.resumed().isNone();
        this.canAttach = !options.producers().sources().isEmpty();
        lanes.hold();
        if (isResumed)
        {
            generator.resume(
                options.resumed().commands(), options.resumed().offered(), options.resumed().position());
        }
        this.hasTeam = options.team().isAny();
        if (hasTeam)
        {
            generator.hold();
        }
        if (!options.producers().hasGenerator())
        {
            generator.silence();
        }
    }

    /** Returns the generator. */
    MsiGenerator generator()
    {
        return generator;
    }

    /** Returns the lane of the generator, to query its positions. */
    Lane lane()
    {
        return lane;
    }

    /** Returns the lanes of all producers. */
    LaneSet lanes()
    {
        return lanes;
    }

    /**
     * Returns the base of the intended times of the generator's last batch that was drained, ns.
     *
     * @param otherwiseNs result for a generator that has sent none
     */
    long batchNs(final long otherwiseNs)
    {
        final long time = lane.consumer().lastTime();

        return time == 0 ? otherwiseNs : Commands.baseNs(time);
    }

    /** Returns whether the generator is held until what was pending is delivered, or until other engines are ready. */
    boolean isHeld()
    {
        return isResumed || hasTeam;
    }

    /**
     * Admits producers that attach once the generator has offered its first event.
     *
     * @return true if they are admitted
     */
    boolean admit()
    {
        if (generator.firstOfferNs() == 0)
        {
            return false;
        }
        lanes.admit();

        return true;
    }

    /** Returns the offers of the generator that a full lane refused. After {@link #close}. */
    long refused()
    {
        return refused;
    }

    /** Returns the words of the generator's lane. After {@link #close}. */
    LaneWords words()
    {
        return words;
    }

    /**
     * Returns how lanes differ from what they were offered (P6): at the end of a run each word is completed, so that
     * its producer knows that its effects are out. After {@link #close}.
     *
     * @return a message, or null
     */
    String fault()
    {
        return outstandingWords == 0 ? null : "P6 broken: lanes have " +
            NumberText.counted(outstandingWords, "word") + " that the engine never completed";
    }

    /** Returns the totals of the producers that attached, or null if none could. */
    AttachTotals attached()
    {
        return canAttach ? lanes.totals() : null;
    }

    /** Returns the events of the producers that attached. */
    AttachedEvents attachedEvents()
    {
        return attachedEvents;
    }

    /** Closes the generator's lane, after the generator has ended. */
    @Override
    public void close()
    {
        refused = generator.refused();
        words = new LaneWords(generator.publishedWords(), lane.drainedPosition(), lane.backlogWords());
        outstandingWords =
            Math.abs(generator.publishedWords() - lane.producer().completed()) + lanes.outstandingWords();
        lane.close();
    }
}
