package org.gale.engine.storm.latency;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.setting.PartNames;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.engine.storm.topology.TimerPlaces;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;
import org.gale.tables.operand.Intid;

/**
 * Recorder of the latencies of the LPIs whose ID is a multiple of N. The clock is read once per batch, so the
 * resolution of a stage is a batch. The stamps of a batch are stored once. A waiting LPI keeps the number of its batch,
 * and its intended time as a difference. Where a frame acknowledges all that it raises, as most frames do, no LPI has
 * to be found again. A turn acknowledges, drops and deactivates in one step, so the stage {@code deactivated} takes no
 * time. On the engine's thread; read after the run.
 */
public final class LatencyRecorder implements RunObserver, PartLatencies
{
    private static final int NO_START = Integer.MAX_VALUE;
    /** Limit of the batches of a frame, each a TIME and an event: they merge, if at all, when the frame is applied. */
    private static final int BATCHES = DrainLimit.WORDS_MAX / 3;
    private static final long BASE_MASK = -1L >>> 4;
    private static final int KIND_SHIFT = 60;

    static
    {
        assert BASE_MASK >>> KIND_SHIFT == 0 : "a base reaches into the kind";
    }

    private final NanoClock clock;
    private final SampledLpis sample;
    private final int firstLpiId;
    private final TimerPlaces places;
    /** {@link LpiMark} of each sampled LPI that waits, or 0. */
    private final long[] marks;
    private final BatchStamps stamps;
    private final LatencyHistograms histograms;
    private final long[] words = new long[DrainLimit.WORDS_MAX];
    private final int[] pickedAt = new int[DrainLimit.WORDS_MAX];
    private final long[] pickedMarks = new long[DrainLimit.WORDS_MAX];
    /** Sampled MSIs of the frame in hand, and their marks, which are not among {@link #marks} yet. */
    private final long[] heldMsis = new long[DrainLimit.WORDS_MAX];
    private final long[] heldMarks = new long[DrainLimit.WORDS_MAX];
    private int heldCount;
    /** Number of {@link #marks} that are not 0. */
    private int waitingCount;
    private final BurstWatch bursts;
    /** Index of the TIME with which each phase begins, among the words that are drained with it. */
    private final int[] phaseStarts;
    /** Null where the storm has one part. */
    private final PartResponses parts;
    private final SingleResponses singles;
    private final TimerLatencies timers;
    private final PartNames names;
    private LongSupplier appliedSequence = () -> 0;
    private int phase;
    private long firstCommand;
    private int pickedCount;
    private int slot = BatchStamps.NONE;
    private long baseNs;
    private long sentNs;
    private long drainNs;
    private long translateNs;
    private long fromNs = Long.MIN_VALUE / 2;
    private long unstamped;

    /**
     * Creates a recorder.
     *
     * @param every divisor of the IDs of LPIs whose latencies are taken; 1 for all, 0 for none
     */
    public LatencyRecorder(final Topology topology, final int every, final NanoClock clock)
    {
        this.firstLpiId = topology.firstLpiId();
        this.clock = clock;
        this.sample = new SampledLpis(topology, every);
        this.marks = new long[sample.count()];
        this.stamps = new BatchStamps(Math.min(LpiMark.SLOT_LIMIT, sample.count() + BATCHES), DrainLimit.WORDS_MAX);
        this.histograms = new LatencyHistograms(topology.vms());
        this.names = PartNames.of(topology.shape());
        final int phases = Math.max(1, names.phases().size());
        this.phaseStarts = new int[phases + 1];
        Arrays.fill(phaseStarts, NO_START);
        this.parts = phases * topology.groups().size() == 1 ? null : new PartResponses(topology);
        this.singles = new SingleResponses(histograms, parts, stamps);
        this.places = new TimerPlaces(topology);
        this.timers = new TimerLatencies(topology, sample, stamps, histograms, singles, places);
        this.bursts = new BurstWatch(sample.vmOfDevice());
    }

    /** Returns what was recorded. */
    public LatencyHistograms histograms()
    {
        return histograms;
    }

    /** Returns the names of the parts whose response times are recorded. */
    public PartNames names()
    {
        return names;
    }

    /** Returns the response times by the route on which events arrived; empty where the machine has no routes. */
    public Map<String, Histogram> responseByRoute()
    {
        return singles.byRoute();
    }

    @Override
    public LatencySummary response(final int ofPhase, final int ofGroup)
    {
        return parts == null ? LatencySummary.of(histograms.response()) : parts.summary(ofPhase, ofGroup);
    }

    @Override
    public void beginPhase(final int next, final int at)
    {
        phaseStarts[next] = at == AT_ONCE ? NO_START : at;
        phase = at == AT_ONCE ? next : phase;
        parts.begin(next);
    }

    /** Returns the number of events that were to be sampled while the stamps of too many batches were kept. */
    public long unstamped()
    {
        return unstamped;
    }

    /** Sets how many of the slowest responses are kept, before the first batch. */
    public void keepOutliers(final int limit)
    {
        singles.keepOutliers(limit);
    }

    /** Returns the number of sampled LPIs that wait for their acknowledges with a mark. */
    int marked()
    {
        return waitingCount;
    }

    /** Returns the slowest responses, the slowest first. */
    public List<Outlier> outliers()
    {
        return singles.outliers().list();
    }

    /** Returns the watch over bursts of single VMs. */
    public BurstWatch bursts()
    {
        return bursts;
    }

    /** Returns the number of changes of the list of the slowest responses. */
    public long outlierChanges()
    {
        return singles.outliers().changes();
    }

    /** Sets the source of the number of the last command applied, before the first batch. */
    public void sequence(final LongSupplier applied)
    {
        appliedSequence = applied;
    }

    /** Compares sampled interrupts with conditions from now on, until one meets a condition. */
    public void stopIf(final ResponseStops conditions)
    {
        singles.stopIf(conditions);
    }

    /** Adds sampled interrupts to a log from now on. */
    public void keepSamples(final SampleLog log)
    {
        singles.keepSamples(log);
    }

    /** Forgets everything recorded so far, and events of batches with an earlier base. */
    public void begin(final long nowNs)
    {
        histograms.reset();
        singles.reset();
        fromNs = nowNs;
        unstamped = 0;
    }

    /** Watches the translations of a machine, and the routes of one that has any. */
    public void watch(final Machine machine)
    {
        machine.onTranslated(this::onTranslated);
        singles.watch(machine);
    }

    /** Called between the two passes over a run of MSIs. Reads the clock if one of the drained events is sampled. */
    void onTranslated()
    {
        if (stamps.hasOpened())
        {
            translateNs = clock.nanoTime();
        }
    }

    @Override
    public void scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        if (places.scheduled(frame, offset, endOffset, nowNs))
        {
            markHeld();                                                         // a guest may be entered between them
        }
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        markHeld();
        drainNs = nowNs;
        translateNs = nowNs;
        slot = BatchStamps.NONE;
        firstCommand = appliedSequence.getAsLong() + 1;
        final int count = (endOffset - offset) >>> 3;
        final long[] drained = words;
        CommandWords.copy(frame, offset, drained, 0, count);
        bursts.drained(drained, count, nowNs);
        int at = 0;
        int operands = 0;                                                       // words that begin no command
        while (at < count)
        {
            final int end = pickRun(drained, at, count, CommandWord.MSI, sample.msiMask());
            holdPicked(drained, operands);
            final int length = end < count ? other(drained, end, operands) : 1;
            operands += length - 1;
            at = end + length;
        }
    }

    /**
     * Notes a command that is no MSI, and returns its length in words.
     *
     * @param operands words before it that begin no command
     */
    private int other(final long[] drained, final int at, final int operands)
    {
        final long word = drained[at];
        if (CommandWord.opcode(word) == CommandWord.TIME)
        {
            baseNs = word & BASE_MASK;
            sentNs = drained[at + 1];
            slot = BatchStamps.NONE;
            phase += ((phaseStarts[phase + 1] ^ at) - 1) >>> (Integer.SIZE - 1);    // 1 if it begins here: no branch
        }
        else if (CommandWord.opcode(word) == CommandWord.INSN && GuestIpis.isOne(word, drained[at + 1]))
        {
            final long event = sample.sent(places, word, drained[at + 1]);
            if (event != SampledLpis.NO_EVENT)
            {
                hold(event, at - operands);
            }
        }

        return CommandWord.length(word);
    }

    /** Notes that the wire of the timer of a vCPU rises by a command that is in a frame. */
    public void rises(final int vcpu, final long intendedNs, final long nowNs)
    {
        final boolean isStamped = timers.rises(vcpu, phase, appliedSequence.getAsLong(), intendedNs, nowNs);
        unstamped += isStamped ? 0 : 1;
    }

    @Override
    public void raised(final long nowNs)
    {
        stamps.raised(translateNs, nowNs);
    }

    @Override
    public void applied(final Outputs outputs, final long nowNs)
    {
        histograms.move(nowNs);
        timers.applied(outputs, nowNs, fromNs);
        if (heldCount > 0 && waitingCount == 0 && sample.isMaskable() && sampledAcknowledges(outputs) == heldCount)
        {
            acknowledgeHeld(nowNs);
        }
        else
        {
            markHeld();
            acknowledgeMarked(outputs, nowNs);
        }
        stamps.settle(nowNs, fromNs, histograms);
    }

    /** Returns how many sampled LPIs were acknowledged, or 0 if there are more outputs than are read at a time. */
    private int sampledAcknowledges(final Outputs outputs)
    {
        final long[] log = words;
        final int count = outputs.copy(0, log);
        int acknowledges = 0;
        int at = count < outputs.words() ? count : 0;
        while (at < count)
        {
            final int end = pickRun(log, at, count, Outputs.ACK, sample.ackMask());
            acknowledges += pickedCount;
            at = end < count ? end + Outputs.length(log[end]) : count;
        }

        return acknowledges;
    }

    private void acknowledgeMarked(final Outputs outputs, final long nowNs)
    {
        final long[] log = words;
        int begin = 0;
        int at = 0;
        while (begin < outputs.words())
        {
            final int count = outputs.copy(begin, log);
            while (at < count)
            {
                final int end = pickRun(log, at, count, Outputs.ACK, sample.ackMask());
                acknowledgePicked(log, nowNs);
                at = end < count ? end + Outputs.length(log[end]) : count;
            }
            begin += count;
            at -= count;                                                        // 1 if a second word is yet to come
        }
    }

    /**
     * Picks the indexes of the words of a run that have no bit of a mask set. There is no branch, because no predictor
     * would learn it. The cache misses of the work on the picked words then overlap.
     *
     * @param kind opcode or kind of outputs, both of which lie in the top bits of a word
     * @return the index behind the run
     */
    private int pickRun(final long[] from, final int begin, final int end, final int kind, final long mask)
    {
        final int[] to = pickedAt;
        int count = 0;
        int at = begin;
        while (at < end && (int)(from[at] >>> KIND_SHIFT) == kind)
        {
            to[count] = at;
            count += (int)(((from[at] & mask) - 1) >>> (Long.SIZE - 1));        // 1 if nothing is left
            at++;
        }
        pickedCount = count;

        return at;
    }

    private int lpiIdOf(final long ack)
    {
        return Intid.id(Outputs.value(ack)) - firstLpiId;
    }

    /** Holds the picked MSIs, which are of one batch. */
    private void holdPicked(final long[] drained, final int operands)
    {
        for (int i = 0; i < pickedCount; i++)
        {
            final long word = drained[pickedAt[i]];
            if (sample.holds(word))
            {
                hold(word, pickedAt[i] - operands);
            }
        }
    }

    /** Holds an MSI, or the one in whose name a vCPU has sent an interrupt, with the index of its command. */
    private void hold(final long word, final int command)
    {
        slot = slot == BatchStamps.NONE ? stamps.open(phase, firstCommand, baseNs, sentNs, drainNs) : slot;
        if (slot == BatchStamps.NONE)
        {
            unstamped++;
        }
        else
        {
            heldMsis[heldCount] = word;
            heldMarks[heldCount++] = LpiMark.of(command, slot, word);
        }
    }

    /** Marks the LPIs of the held MSIs, which wait for their acknowledges from now on, unless they merge. */
    private void markHeld()
    {
        for (int i = 0; i < heldCount; i++)
        {
            final long word = heldMsis[i];
            final int index = sample.indexOf(sample.vmOf(word), sample.lpiIdOf(word));
            final boolean isMerged = marks[index] != 0;
            if (!isMerged)
            {
                marks[index] = heldMarks[i];
                waitingCount++;
            }
            final int batch = LpiMark.batch(heldMarks[i]);
            stamps.add(batch, isMerged ? 0 : 1);
            if (i + 1 == heldCount || LpiMark.batch(heldMarks[i + 1]) != batch)
            {
                stamps.freeUnlessOneWaits(batch);
            }
        }
        heldCount = 0;
    }

    /**
     * Records the held MSIs, all of which were acknowledged by the outputs in hand: as many sampled LPIs as there are
     * MSIs, none waited before, and the interrupts of a storm come from MSIs alone. Which acknowledge is whose makes no
     * difference, as all have the same time. This leaves out the marks, which are far apart in memory.
     */
    private void acknowledgeHeld(final long nowNs)
    {
        for (int i = 0; i < heldCount; i++)
        {
            final long word = heldMsis[i];
            stamps.add(LpiMark.batch(heldMarks[i]), 1);
            acknowledge(sample.vmOf(word), sample.lpiIdOf(word), 0, heldMarks[i], nowNs);
        }
        heldCount = 0;
    }

    /** Loads the marks of all picked acknowledges, which are far apart in memory, then records them. */
    private void acknowledgePicked(final long[] log, final long nowNs)
    {
        int waiting = 0;
        for (int i = 0; i < pickedCount; i++)
        {
            final int at = pickedAt[i];
            final int index = sample.indexOf(places.vmOf(Outputs.pe(log[at])), lpiIdOf(log[at]));
            if (index != SampledLpis.NONE)
            {
                final long mark = marks[index];
                marks[index] = 0;
                pickedAt[waiting] = at;
                pickedMarks[waiting] = mark;
                waiting += LpiMark.waits(mark);                         // else the next one replaces it
            }
        }
        waitingCount -= waiting;
        for (int i = 0; i < waiting; i++)
        {
            final int pe = Outputs.pe(log[pickedAt[i]]);
            acknowledge(places.vmOf(pe), lpiIdOf(log[pickedAt[i]]), places.sinceNs(pe), pickedMarks[i], nowNs);
        }
    }

    /**
     * Records an acknowledge.
     *
     * @param enteredNs time at which the guest was entered; 0 if it was resident when the LPI was signalled
     */
    private void acknowledge(
        final int vmId, final int lpiId, final long enteredNs, final long mark, final long nowNs)
    {
        final int batch = LpiMark.batch(mark);
        final long sinceBaseNs = mark & Commands.TIME_MASK;
        final long intendedNs = stamps.baseNs(batch) + sinceBaseNs;
        final boolean isWoken = enteredNs != 0 && enteredNs - stamps.raisedNs(batch, nowNs) > 0;
        stamps.take(batch, sinceBaseNs == 0, isWoken);
        if (stamps.baseNs(batch) - fromNs < 0)
        {
            return;
        }
        if (isWoken)
        {
            histograms.woken(enteredNs - stamps.raisedNs(batch, nowNs));
            histograms.acknowledged(nowNs - enteredNs, 1);
        }
        if (sinceBaseNs != 0)
        {
            histograms.response(nowNs - intendedNs, stamps.sentNs(batch) - intendedNs, 1);
        }
        singles.record(vmId, firstLpiId + lpiId, sample.isShownOfVm(vmId, lpiId), batch,
            LpiMark.command(mark), intendedNs, enteredNs, nowNs);
    }
}
