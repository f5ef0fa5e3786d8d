package org.gale.engine.storm.flow;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.scenario.PhaseClock;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.InjectedIpis;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.LaneProducer;
import org.gale.tables.operand.Intid;

/**
 * Traffic of streams, by phases. Open streams are merged by the intended times of their events, and have batches of
 * their own, in turns with the batches of closed streams. At each boundary, and at the begin, there is a TIME whose
 * base is that boundary, and no batch spans one. The base of its TIME thus tells the phase of an event. Events that an
 * open stream is behind with at the end of a phase are offered for {@link #LATE_NS} more, and not after that. Events of
 * models are offered as those of open streams are, in front of both. What a vCPU sends at one instant is a batch of its
 * own, because its commands have no times.
 * <pre>
 *   phase     |------------------ calm ------------------|------------- noise ---
 *   lane      TIME  TIME open  TIME closed  TIME open    TIME  TIME open  TIME closed
 *   base      0     0          t            t'           end   t''        t'''
 * </pre>
 */
final class StreamTraffic extends Traffic
{
    /** Time behind the end of a phase in which its events are still offered. */
    static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Topology topology;
    private final PhaseClock phases;
    private final StreamNumbers numbers;
    private final StreamRates rates;
    private final StreamEvents events;
    private final OpenStreams open;
    private final ClosedStreams closed;
    private final WallModels models;                                // null in a storm without models
    private final PrivateTimers timers;
    private final SharedLines lines;
    private final InjectedIpis ipis;
    private final int laneWords;
    private WireSink wires;                                         // null without wires
    private InFlight inFlight;                                      // of open streams; null without a limit
    private int backlogWords;
    private long resumedNs;
    private long resumedEventNs = ResumePosition.NO_EVENT;
    private long originNs;                                          // begin of the first phase, which times count from
    private long endNs;
    private long boundaryNs;
    private int phase;
    private boolean isAnnounced;
    private boolean isClosedTurn;
    private boolean isPaced;
    private int drainWords;                                         // of the next frame
    private int undrained;                                          // words that it takes as they are offered by now

    StreamTraffic(
        final StormConfig config, final Topology topology, final LaneProducer lane, final NanoClock clock)
    {
        super(config, topology, new Laws(topology, false), new PaceMeter(0, false, config.shape().hasModels()), lane,
            clock);
        this.topology = topology;
        numbers = new StreamNumbers(topology);
        final StreamDraws draws = new StreamDraws(config, topology, numbers);
        phases = new PhaseClock(config.shape().phases());
        rates = new StreamRates(config.shape(), numbers);
        events = new StreamEvents(config, topology, numbers, draws);
        open = new OpenStreams(numbers, draws);
        closed = new ClosedStreams(numbers, rates);
        models = config.shape().hasModels() ?
            new WallModels(topology, numbers, draws, numbers.streamsOfDevices(), laws()) : null;
        timers = new PrivateTimers(topology);
        lines = new SharedLines(topology, false);
        ipis = new InjectedIpis(topology);
        closed.limit(config, topology.ownLpis(), events);
        laneWords = laneWords(config, topology.deal());
        backlogWords = laneWords;
    }

    @Override
    void resume(final long offered, final ResumePosition position)
    {
        super.resume(offered, position);
        resumedNs = position.timeNs();
        resumedEventNs = position.eventNs();
        for (int stream = 0; stream < numbers.count(); stream++)
        {
            if (position.last(stream) == 0)
            {
                events.skip(stream, position.offered(stream));
            }
            else
            {
                events.skipBehind(stream, position.last(stream));
            }
            open.draw(stream, position.offered(stream));
            closed.resume(stream, position.offered(stream));
        }
    }

    @Override
    void frame(final int limitWords, final int offeredWords)
    {
        drainWords = limitWords;
        undrained = offeredWords;
    }

    @Override
    void wires(final WireSink sink)
    {
        wires = sink;
    }

    @Override
    ModelFeedback feedback()
    {
        return models;
    }

    @Override
    public long sent(final int group)
    {
        return events.sent(group, numbers) + (models == null ? 0 : models.sent(group));
    }

    @Override
    public DueModels models()
    {
        return models == null ? null : models.counts();
    }

    @Override
    public String stalled(final GuestHandlers handlers)
    {
        return models == null ? null : models.stalled(handlers);
    }

    /** {@inheritDoc} The limit is that of the open streams; each closed one has its window. */
    @Override
    void limitInFlight(final long limit)
    {
        inFlight = new InFlight(lane, limit, laneWords / (CommandWord.TIME_WORDS + 1));
        laws().limited(limit, laneWords / (CommandWord.TIME_WORDS + 1));
    }

    @Override
    public void begin(final long nowNs)
    {
        pace().begin(nowNs);                                        // seconds count from now on
        originNs = nowNs - resumedNs;
        endNs = Math.min(resumedNs + durationNs, phases.endNs());
        if (models != null)
        {
            models.begin(originNs, resumedNs);
        }
        final int current = phases.indexAt(resumedNs);
        for (int i = 0; i <= current; i++)                          // rates of earlier phases place the next events
        {
            enter(i, nowNs);
        }
        open.skipTo(resumedEventNs + 1);
    }

    private void enter(final int index, final long nowNs)
    {
        phase = index;
        boundaryNs = Math.min(phases.endNs(index), endNs);
        isAnnounced = false;
        rates.begin(index);
        open.begin(phases.beginNs(index), rates);
        laws().phase(index);
        closed.begin();
        if (models != null)
        {
            models.beginPhase(phases.beginNs(index), rates);
        }
        final double poissonPerS = rates.sumPerS(true);
        pace().rate(nowNs, poissonPerS + rates.sumPerS(false), poissonPerS);
    }

    /** {@inheritDoc} Events that are due are left out. */
    @Override
    public void measure(final long nowNs)
    {
        super.measure(nowNs);
        skipDue(nowNs);
        limitBacklog(laneWords);
    }

    @Override
    public void warmUp()
    {
        limitBacklog(Math.min(laneWords, OpenLoopTraffic.COLD_WORDS));
    }

    /** {@inheritDoc} Events that are due are left out. */
    @Override
    public void restart(final long nowNs)
    {
        skipDue(nowNs);
        warmUp();
    }

    private void skipDue(final long nowNs)
    {
        open.skipTo(Math.min(nowNs - originNs, boundaryNs));
        laws().restarted();
    }

    private void limitBacklog(final int words)
    {
        backlogWords = words;
        lane.limitBacklog(words);
    }

    @Override
    boolean isDone(final long nowNs)
    {
        return sent() >= countLimit || (boundaryNs == endNs && isAnnounced && isOver(nowNs - originNs));
    }

    /**
     * Returns whether the phase in hand has ended: its boundary is past, and its events are offered or too late. Those
     * of a trace are never too late.
     */
    private boolean isOver(final long atNs)
    {
        final long nextNs = models == null ? open.nextNs() : Math.min(open.nextNs(), models.nextNs());
        final boolean isTooLate =
            atNs - boundaryNs >= LATE_NS && (models == null || models.nextRecordedNs() >= boundaryNs);

        return atNs >= boundaryNs && (nextNs >= boundaryNs || isTooLate);
    }

    @Override
    int paced(final int offered)
    {
        return isPaced || !open.isAny() ? offered : 0;
    }

    @Override
    int offer(final long nowNs)
    {
        final long atNs = nowNs - originNs;
        closed.settle(lane, laws(), nowNs);
        if (!announce(nowNs, atNs))
        {
            return 0;
        }
        if (models != null && models.goOn(
            Math.min(atNs, boundaryNs - 1), Math.min(drainWords, backlogWords) - undrained))
        {
            isPaced = false;

            return models.isSent() ? send(atNs, nowNs) : offerModels(atNs, nowNs);
        }
        final boolean hasClosed =
            closed.isReady() && atNs < boundaryNs && inFlightWords() <= backlogWords - BATCH - CommandWord.TIME_WORDS;
        final long dueNs = open.nextNs();
        isPaced = dueNs <= atNs && dueNs < boundaryNs && !(isClosedTurn && hasClosed) && !isGathering(dueNs, atNs);
        if (isPaced)
        {
            isClosedTurn = true;

            return offerOpen(dueNs, atNs, nowNs);
        }
        isClosedTurn = false;

        return hasClosed ? offerClosed(nowNs) : 0;
    }

    /**
     * Begins each phase whose boundary is past with a TIME.
     *
     * @return false if the lane refused one
     */
    private boolean announce(final long nowNs, final long atNs)
    {
        while (!isAnnounced || (boundaryNs < endNs && isOver(atNs)))
        {
            if (isAnnounced)
            {
                enter(phase + 1, nowNs);
            }
            if (!offerTime(originNs + Math.max(resumedNs, phases.beginNs(phase)), nowNs))
            {
                return false;
            }
            lane.publish();
            isAnnounced = true;
        }

        return true;
    }

    /** Has a vCPU send what it sends at one instant, the first of which is in hand. */
    private int send(final long atNs, final long nowNs)
    {
        final long intendedNs = Math.max(models.sendNs(), phases.beginNs(phase));
        final long before = sent();
        boolean hasNext = offerTime(originNs + intendedNs, nowNs);
        while (hasNext && offerIpi(models.senderPe(), models.word()))
        {
            hasNext = models.sent(atNs);
        }
        lane.publish();
        final int offered = (int)(sent() - before);
        recordLag(atNs - models.intendedNs(), offered);                 // a sender without a PE is no lag of ours

        return offered;
    }

    /** Offers the command by which a vCPU on a PE sends an event. */
    private boolean offerIpi(final int pe, final long word)
    {
        final int device = Commands.msiDeviceId(word);
        final int lpi = topology.firstLpiId() + topology.firstLpiOfDevice(device) + Commands.msiEventId(word);

        return offerSent(pe, Intid.of(Intid.TYPE_LPI, lpi));
    }

    /** Offers events of models, the first of which is in hand. */
    private int offerModels(final long atNs, final long nowNs)
    {
        final long firstNs = models.intendedNs();
        if (!offerTime(originNs + firstNs, nowNs))
        {
            return 0;
        }
        final int limit = (int)Math.min(BATCH, countLimit - sent());
        final long untilNs = Math.min(firstNs + Commands.TIME_MASK, Math.min(atNs, boundaryNs - 1));
        int offered = 0;
        while (offered < limit && models.goOn(untilNs, 0) && models.intendedNs() <= untilNs &&
            offerOfModel(firstNs))
        {
            models.taken();
            offered++;
        }
        lane.publish();
        recordLag(atNs - firstNs, offered);

        return offered;
    }

    /**
     * Offers the event in hand of a model: a message or an injected IPI by the lane, others by their wires.
     *
     * @return false if the lane is full
     */
    private boolean offerOfModel(final long firstNs)
    {
        final long word = models.word();
        final int device = Commands.msiDeviceId(word);
        final int event = Commands.msiEventId(word);
        if (ipis.isOne(device, event))
        {
            return offerInjected(topology, topology.vmOfDevice(device), topology.firstLpiOfDevice(device) + event,
                models.intendedNs() - firstNs);
        }
        if (!timers.isTimer(device, event) && !lines.isOfLines(device))
        {
            return offerEvent(word | (models.intendedNs() - firstNs));
        }
        wires.tick(device, event, originNs + models.intendedNs());
        offeredBeside();

        return true;
    }

    private int offerOpen(final long firstNs, final long atNs, final long nowNs)
    {
        final long room = inFlight == null ? BATCH : inFlight.room();
        if (room <= 0)
        {
            pace().skipped(open.skip(Math.min(atNs, boundaryNs - 1), BATCH));
            return 0;
        }
        if (!offerTime(originNs + firstNs, nowNs))
        {
            return 0;
        }
        final int limit = (int)Math.min(Math.min(BATCH, room), countLimit - sent());
        final long before = sent();
        final long completed = lane.completed();
        final long lastNs = Math.min(Math.min(atNs, boundaryNs - 1), firstNs + Commands.TIME_MASK);
        int offered = 0;
        while (offered < limit && open.nextNs() <= lastNs &&
            offerEvent(events.word(open.next()) | (open.nextNs() - firstNs)))
        {
            events.taken(open.next());
            open.take();
            offered++;
        }
        lane.publish();
        recordLag(atNs - firstNs, offered);
        laws().paced(firstNs, sent() - before, pace().skipped());
        laws().sent(sent() - before, lane.position(), completed);
        if (inFlight != null && offered > 0)
        {
            inFlight.add(offered);
        }

        return offered;
    }

    private int offerClosed(final long nowNs)
    {
        if (!offerTime(nowNs, nowNs))
        {
            return 0;
        }
        final int limit = (int)Math.min(BATCH, countLimit - sent());
        int offered = 0;
        boolean isTaken = true;
        while (isTaken && offered < limit && closed.isReady())
        {
            final int stream = closed.next();
            final int room = Math.min(closed.room(), limit - offered);
            int count = 0;
            while (count < room && offerEvent(events.word(stream)))
            {
                events.taken(stream);
                count++;
            }
            closed.took(count);
            offered += count;
            isTaken = count == room;
        }
        lane.publish();
        closed.published(lane.position());
        if (!open.isAny())
        {
            recordLag(clock.nanoTime() - nowNs, offered);
        }

        return offered;
    }
}
