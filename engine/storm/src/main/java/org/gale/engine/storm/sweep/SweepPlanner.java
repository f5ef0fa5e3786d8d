package org.gale.engine.storm.sweep;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Sha256;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.Sweep;
import org.gale.engine.storm.result.sweep.SweepLimits;
import org.gale.engine.storm.result.sweep.SweepParameter;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.result.sweep.SweepReader;
import org.gale.engine.storm.result.sweep.SweepRun;
import org.gale.engine.storm.result.sweep.SweepSearch;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.Job;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.JobFault;
import org.gale.engine.storm.scenario.JobNode;
import org.gale.engine.storm.scenario.JobText;
import org.gale.engine.storm.scenario.NodeFile;
import org.gale.engine.storm.scenario.Place;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.TreeText;
import org.gale.engine.storm.scenario.VariedJob;

/** Planner of sweeps: reads a sweep with its job, checks the job of every point, and hashes them all. */
public final class SweepPlanner
{
    private static final int HASH_BYTES = 16;
    private static final double NS_PER_H = 3.6e12;
    private static final double GIB = 1L << 30;
    private static final List<String> FIXED = List.of("job", "order", "vars");

    private final JobPlanner jobs;
    private final Spelling spelling;
    private final String version;

    /**
     * Creates a planner.
     *
     * @param spelling of settings beside a job
     * @param version  of the program
     */
    public SweepPlanner(final JobPlanner jobs, final Spelling spelling, final String version)
    {
        this.jobs = jobs;
        this.spelling = spelling;
        this.version = version;
    }

    /** Check of the storm of one point, beyond that of its plan. */
    @FunctionalInterface
    public interface PointCheck
    {
        /** Checks a plan; throws what refuses it. */
        void check(StormPlan plan);
    }

    /**
     * Plans a sweep.
     *
     * @param word  file of the sweep, or {@code -} for standard input
     * @param check of each point
     * @throws JobException     with the mistakes of its job, or of the first of its points that has one
     * @throws OutcomeException if the storm of a point contradicts itself
     */
    public PlannedSweep plan(final String word, final Sweep sweep, final PointCheck check)
    {
        final SweepPlan plan = SweepPlan.of(sweep);
        final VariedJob job = job(word, sweep);
        final Map<String, JobNode.Field> fields = new LinkedHashMap<>(sweep.tree().fields());
        fields.put(SweepReader.JOB, new JobNode.Field(sweep.tree().place(),
            new JobNode.Text(sweep.tree().place(), ResultDirectory.JOB)));
        final String sweepText = text(new JobNode.Fields(sweep.tree().place(), fields), word);
        final String jobText = text(job.tree(), job.source());
        checkKeys(sweep, job);

        final PlannedStorms storms = new PlannedStorms();
        final String hash = hash(plan, job, check, storms);

        return new PlannedSweep(plan, hash, version, sweepText, jobText, storms.traces(), storms.areShort(),
            storms.haveJournals(), ownKeys(sweep, job));
    }

    private VariedJob job(final String word, final Sweep sweep)
    {
        final Place place = sweep.tree().get(SweepReader.JOB).place();
        if (sweep.job().equals(NodeFile.STDIN))
        {
            throw new JobException(place, "job: '-' is no file (a sweep and its job are two files)");
        }
        final Path directory = word.equals(NodeFile.STDIN) ? null : Path.of(word).getParent();
        final String file = directory == null ? sweep.job() : directory.resolve(sweep.job()).toString();

        return jobs.varied(file, InputStream.nullInputStream(), Assignments.NONE).withoutFiles();
    }

    private static Set<String> ownKeys(final Sweep sweep, final VariedJob job)
    {
        final Set<String> keys = new HashSet<>(sweep.keys());
        if (sweep.search() != null)
        {
            keys.add(sweep.search().key());
        }

        return ownKeys(keys, job);
    }

    /** Returns the keys of a list that are keys of the job itself: without a dot, and no variables. */
    public static Set<String> ownKeys(final Set<String> of, final VariedJob job)
    {
        final Set<String> keys = new HashSet<>(of);
        keys.removeIf(key -> key.indexOf('.') >= 0 || !job.isPath(key));

        return keys;
    }

    private static String text(final JobNode.Fields tree, final String name)
    {
        final String text = TreeText.json(tree);
        if (text.length() > JobText.LIMIT)
        {
            throw new JobException(Place.ofOption(name), "longer than 1 MiB once its aliases are written out");
        }

        return text;
    }

    /** Refuses keys that each run has for itself, or that no run may change. */
    private static void checkKeys(final Sweep sweep, final VariedJob job)
    {
        final List<JobFault> faults = new ArrayList<>();
        for (final SweepParameter parameter : sweep.parameters())
        {
            for (int column = 0; column < parameter.keys().size(); column++)
            {
                check(parameter.keys().get(column), parameter.places().get(0).get(column), job, faults);
            }
        }
        if (sweep.search() != null)
        {
            check(sweep.search().key(), sweep.search().place(), job, faults);
        }
        if (!faults.isEmpty())
        {
            throw new JobException(faults);
        }
    }

    private static void check(
        final String key, final Place place, final VariedJob job, final List<JobFault> faults)
    {
        if (VariedJob.isOfHost(key))
        {
            faults.add(new JobFault(
                place, "'" + key + "' names files of the host, of which each run has its own (name another key)"));
        }
        else if (job.isPath(key) && key.equals(StormSettings.SEED.name()))
        {
            faults.add(new JobFault(place, "'seed' does not vary so (write seeds: 1-5)"));
        }
        else if (job.isPath(key) && FIXED.contains(key.split("\\.", 2)[0]))
        {
            faults.add(new JobFault(place, "'" + key + "' may not vary (name another key)"));
        }
    }

    /** Returns the hash of a plan, and adds the storms of all points. */
    private String hash(
        final SweepPlan plan, final VariedJob job, final PointCheck check, final PlannedStorms storms)
    {
        final MessageDigest digest = Sha256.begin();
        add(digest, "gale sweep 1");
        add(digest, version);
        add(digest, EffectiveSweep.of(plan.sweep()));
        for (int point = 0; point < plan.points(); point++)
        {
            final SweepRun run = plan.run(point * plan.seeds());
            for (final String searched : ends(plan.sweep().search()))
            {
                add(digest, record(plan, run, searched, job, check, storms));
            }
        }

        return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    }

    /** Returns the values of a search that are planned: its ends; one empty text without a search. */
    private static List<String> ends(final SweepSearch search)
    {
        return search == null ? List.of("") : search.ends();
    }

    private static SettingValues given(final Long seed)
    {
        return seed == null ? SettingValues.NONE : SettingValues.NONE.with(StormSettings.SEED, seed);
    }

    /** Plans and adds the storm of a point, and returns its effective job. */
    private String record(
        final SweepPlan plan,
        final SweepRun run,
        final String searched,
        final VariedJob varied,
        final PointCheck check,
        final PlannedStorms storms)
    {
        final Sweep sweep = plan.sweep();
        final Map<String, String> values = new LinkedHashMap<>(run.values());
        final Map<String, Place> places = new LinkedHashMap<>(plan.places(run.point()));
        if (sweep.search() != null)
        {
            values.put(sweep.search().key(), searched);
            places.put(sweep.search().key(), sweep.search().place());
        }
        final String circumstances =
            "run " + run.number() + (values.isEmpty() ? "" : ": " + new SweepRun(0, 0, values, null).text());
        try
        {
            final Job job = varied.read(values, places);
            final StormPlan storm = jobs.unrecorded(job, varied.source(), given(run.seed()), spelling);
            check.check(storm);
            storms.add(storm);

            return jobs.record(storm);
        }
        catch (final JobException ex)
        {
            throw ex.in(circumstances);
        }
        catch (final OutcomeException ex)
        {
            throw new OutcomeException(ex.outcome(), ex.getMessage() + " (" + circumstances + ')', ex);
        }
    }

    private static void add(final MessageDigest digest, final String text)
    {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte)'\n');
    }

    /** Returns the sum of the limits of all runs as a line. */
    public static String sums(final SweepPlan plan)
    {
        final SweepLimits limits = plan.sweep().limits();
        final double tries = plan.sweep().search() == null ? 1 : SweepSearch.TRY_LIMIT;
        final double runs = plan.runs();

        return String.format(Locale.ROOT, "%s: at most %,.1f h one after another, %,.1f GiB of memory and %,.1f GiB " +
            "of disk; each at most %s, %s and %s", NumberText.counted(plan.runs(), "run"),
            limits.wallNs() * tries * runs / NS_PER_H, limits.memoryBytes() * runs / GIB,
            limits.diskBytes() * runs / GIB, NumberText.duration(limits.wallNs()),
            NumberText.bytes(limits.memoryBytes()), NumberText.bytes(limits.diskBytes()));
    }
}
