package org.gale.engine.storm.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.EngineAgent;
import org.gale.engine.agent.Note;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.agent.NoteLog;
import org.gale.engine.config.NumberText;
import org.gale.engine.host.CollectionWatch;
import org.gale.engine.host.HostMeter;
import org.gale.engine.host.Pinning;
import org.gale.engine.host.ThreadName;
import org.gale.engine.storm.flow.MsiGenerator;
import org.gale.engine.storm.latency.LatencyRecorder;
import org.gale.engine.storm.latency.OutlierMoments;
import org.gale.engine.storm.latency.StallWatch;
import org.gale.engine.storm.result.HostEffects;
import org.gale.engine.storm.result.Stalls;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ThreadCpus;

/**
 * Watch over what the host and its JVM take from one run: stalls, slow moments and collections. On the engine's thread;
 * read after the run.
 */
final class HostWatch implements AutoCloseable
{
    private static final Path TASKS = Path.of("/proc/self/task");

    private final ThreadCpus cpus;
    private final boolean isOneThread;
    private final MsiGenerator generator;
    private final CycleWatch engineCycles;
    private final CycleWatch generatorCycles;
    private final StallWatch stallWatch;
    private final StallReading reading;
    private final NoteLog collections = new NoteLog();
    private final CollectionWatch collectionWatch;
    private final List<String> notes = new ArrayList<>();
    private Stalls stalls = Stalls.NONE;

    /** Creates a watch, before the first cycle of engine and generator. */
    HostWatch(final SettingValues settings, final HostMeter host, final MsiGenerator generator)
    {
        this.cpus = ThreadCpus.of(settings);
        this.isOneThread = MeasureSettings.isOneThread(settings);
        this.generator = generator;
        this.engineCycles = new CycleWatch(host);
        this.generatorCycles = new CycleWatch(host);
        this.stallWatch =
            new StallWatch(host, Runtime.getRuntime().availableProcessors(), engineCycles, generatorCycles);
        this.reading = new StallReading(host == HostMeter.NONE ? null : TASKS);
        this.collectionWatch = new CollectionWatch(
            (fromNs, toNs) -> collections.add(NoteKind.COLLECTION, fromNs, toNs, 0));
    }

    /**
     * Watches engine and generator, before their first cycles. Between two cycles of a generator without a thread of
     * its own the engine works, which is no stall.
     */
    void watch(final EngineAgent agent)
    {
        agent.watch(engineCycles);
        if (!isOneThread)
        {
            generator.watch(generatorCycles);
        }
    }

    /** Returns the moments of both threads, of the JVM and of the bursts, from which an outlier is explained. */
    OutlierMoments moments(final LatencyRecorder recorder)
    {
        return new OutlierMoments(engineCycles, generatorCycles, recorder.bursts(), collections);
    }

    /** Pins the threads, once the generator has offered its first event. */
    void pin()
    {
        if (!cpus.isAny())
        {
            final long engineId = ThreadName.id();
            final long generatorId = generator.threadId();
            notes.addAll(Pinning.pin((id, name) -> cpus.of(id, name, engineId, generatorId)));
        }
    }

    /** Begins the part that is measured. Reads files of the host, which takes the engine's time. */
    void begin(final long nowNs)
    {
        final long engineId = ThreadName.id();
        reading.beforeBegin(nowNs, engineId, generator.threadId());
        stallWatch.begin(nowNs, engineId, generator.threadId());
        reading.afterBegin();
    }

    /** Forgets the longest stall of the engine in a warm-up. Without one, stalls count from the first cycle on. */
    void forgetWarmup()
    {
        engineCycles.reset();
    }

    /** Ends the part that is measured, while all threads are alive. */
    void end(final long nowNs)
    {
        reading.beforeEnd(nowNs);
        stalls = stallWatch.end(nowNs);
        reading.afterEnd();
    }

    /**
     * Returns the laws that the stalls break.
     *
     * @param endNs time up to which they were watched
     */
    List<String> faults(final long endNs)
    {
        final List<String> faults = new ArrayList<>(StallLaws.faults(stalls, Map.of(StallWatch.ENGINE_LABEL,
            engineCycles.notes(), Stalls.GENERATOR, generatorCycles.notes()), endNs));
        faults.addAll(reading.faults(stalls));

        return faults;
    }

    /** Returns the longest stall of engine and generator, ns. */
    long longestStallNs()
    {
        return Math.max(engineCycles.longestNs(), generatorCycles.longestNs());
    }

    /**
     * Returns the effects of the host on the measured part.
     *
     * @param firstNs   time of the first offer
     * @param unstamped number of events that could not be sampled
     */
    HostEffects effects(final long firstNs, final long unstamped)
    {
        if (unstamped > 0)
        {
            notes.add(NumberText.counted(unstamped, "event") + " not sampled: too many batches waited");
        }

        return new HostEffects(stalls, slowMoments(firstNs), cpus, List.copyOf(notes));
    }

    @Override
    public void close()
    {
        collectionWatch.close();
    }

    /** Returns the longest moments of the measured part. */
    private List<HostEffects.Moment> slowMoments(final long firstNs)
    {
        final List<HostEffects.Moment> slow = new ArrayList<>();
        add(slow, StallWatch.ENGINE_LABEL, engineCycles.notes(), firstNs);
        add(slow, Stalls.GENERATOR, generatorCycles.notes(), firstNs);
        add(slow, "JVM", collections, firstNs);
        slow.sort(Comparator.comparingLong(HostEffects.Moment::startNs));

        return slow;
    }

    private static void add(
        final List<HostEffects.Moment> slow, final String thread, final NoteLog log, final long firstNs)
    {
        for (final Note note : log.longest())
        {
            if (note.startNs() - firstNs >= 0)
            {
                slow.add(new HostEffects.Moment(
                    note.kind().label(), thread, note.startNs() - firstNs, note.endNs() - note.startNs()));
            }
        }
    }
}
