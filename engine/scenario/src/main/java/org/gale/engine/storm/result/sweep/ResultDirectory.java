package org.gale.engine.storm.result.sweep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Sha256;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.OutputFile;

/**
 * Directory with the results of a sweep.
 * <pre>
 *   plan.json              hash of the plan, version, numbers of points and runs, hashes of traces and files
 *   sweep.yaml, job.yaml   sweep and job, each on one line, the job without files of a host
 *   runs/000017/           result of run 17, renamed into its place as a whole
 *     report.json, latency.hlog, stdout, stderr
 *     done                 end of a run that is over; failed in its place, if it is to be run again
 *     journal              of a finding
 *     try-01/ ...          the same files of each try of a search
 * </pre>
 *
 * @param path of the directory
 */
public record ResultDirectory(Path path)
{
    /** Name of the file with the job. */
    public static final String JOB = "job.yaml";
    /** Name of the file with the sweep. */
    public static final String SWEEP = "sweep.yaml";
    /** Name of the report of a run. */
    public static final String REPORT = "report.json";
    /** Name of the histograms of a run. */
    public static final String HISTOGRAMS = "latency.hlog";
    /** Name of the file of a run that is over. */
    public static final String DONE = "done";
    /** Name of the file of a run that failed, and is to be run again. */
    public static final String FAILED = "failed";
    /** Name of the journal of a finding. */
    public static final String JOURNAL = "journal";

    static final String STDOUT = "stdout";
    static final String STDERR = "stderr";

    /** Name of the file of the plan. */
    static final String PLAN = "plan.json";
    private static final String RUNS = "runs";
    private static final String HASHES = "sha256";
    private static final List<String> FILES = List.of(SWEEP, JOB);

    /**
     * Plan whose results a directory holds.
     *
     * @param hash    of the plan
     * @param version of the program
     * @param points  number of its points
     * @param runs    number of its runs
     * @param hashes  SHA-256 of the files of sweep and job by their names
     */
    public record StoredPlan(String hash, String version, int points, int runs, Map<String, String> hashes)
    {
        public StoredPlan
        {
            hashes = Map.copyOf(hashes);
        }

        /** Returns whether this is a plan with the same runs. */
        public boolean isPlanOf(final StoredPlan other)
        {
            return hash.equals(other.hash) && version.equals(other.version) && points == other.points &&
                runs == other.runs;
        }
    }

    /** Returns the directory of a run. */
    public Path run(final int number)
    {
        return runs().resolve(name(number));
    }

    /** Returns the directory of the runs. */
    public Path runs()
    {
        return path.resolve(RUNS);
    }

    /** Returns the file of the job that all runs have. */
    public Path job()
    {
        return path.resolve(JOB);
    }

    /** Returns the name of a run's directory, such as {@code 000017}. */
    public static String name(final int number)
    {
        return String.format(Locale.ROOT, "%06d", number);
    }

    /** Returns the name of a try's directory within that of its run, such as {@code try-01}. */
    public static String tryName(final int number)
    {
        return String.format(Locale.ROOT, "try-%02d", number);
    }

    /**
     * Reads the end of a run that is over.
     *
     * @return null for a run that is not
     * @throws OutcomeException if its file is damaged
     */
    public RunEnd done(final int number)
    {
        return done(run(number));
    }

    /**
     * Reads the end of the run that a directory has the results of.
     *
     * @return null for a run that is not over
     * @throws OutcomeException if its file is damaged
     */
    public static RunEnd done(final Path run)
    {
        return RunEnd.read(run.resolve(DONE));
    }

    /**
     * Reads the end of a run that failed, and is to be run again.
     *
     * @return null for a run that did not
     * @throws OutcomeException if its file is damaged
     */
    public RunEnd failed(final int number)
    {
        return RunEnd.read(run(number).resolve(FAILED));
    }

    /**
     * Reads the plan that the directory holds results of.
     *
     * @return null if it holds none
     * @throws OutcomeException if the file is damaged, or cannot be read
     */
    public StoredPlan plan()
    {
        final Path file = path.resolve(PLAN);
        try
        {
            final JsonNode json =
                JsonText.read(new String(BoundedFile.read(file, PlannedSweep.FILE_LIMIT), StandardCharsets.UTF_8));
            if (!json.path("plan").isTextual() || !json.path("gale").isTextual() || !json.path("points").isInt() ||
                !json.path("runs").isInt())
            {
                throw damaged(file, "is not the plan of a sweep", null);
            }
            if (!json.path(HASHES).path(SWEEP).isTextual() || !json.path(HASHES).path(JOB).isTextual())
            {
                throw damaged(file, "is a plan without hashes of its files, and this gale reads those with '" + HASHES +
                    "' alone", null);
            }

            return new StoredPlan(json.get("plan").textValue(), json.get("gale").textValue(),
                json.get("points").intValue(), json.get("runs").intValue(), hashes(json.path(HASHES)));
        }
        catch (final NoSuchFileException ex)
        {
            return null;
        }
        catch (final IllegalArgumentException ex)
        {
            throw damaged(file, ex.getMessage(), ex);
        }
        catch (final IOException ex)
        {
            throw damaged(file, "cannot be read: " + FileFailure.reason(ex), ex);
        }
    }

    private static Map<String, String> hashes(final JsonNode object)
    {
        final Map<String, String> hashes = new TreeMap<>();
        object.properties().forEach(hash -> hashes.put(hash.getKey(), hash.getValue().asText()));

        return hashes;
    }

    /**
     * Returns the contradiction to the recorded hashes of the files of sweep and job, or null.
     *
     * @return null if nothing does
     * @throws OutcomeException if a file is none, or cannot be read
     */
    public String contradiction(final StoredPlan stored)
    {
        for (final Map.Entry<String, String> hash : stored.hashes().entrySet())
        {
            final Path file = path.resolve(hash.getKey());
            if (FILES.contains(hash.getKey()) && !Sha256.hex(text(file)).equals(hash.getValue()))
            {
                return file + ": is not the file that the plan was made of";
            }
        }

        return null;
    }

    /**
     * Returns the bytes of the file of the job that all runs have.
     *
     * @throws OutcomeException if it is none, or cannot be read
     */
    public byte[] jobBytes()
    {
        return text(job());
    }

    private static byte[] text(final Path file)
    {
        try
        {
            return BoundedFile.read(file, PlannedSweep.TEXT_LIMIT);
        }
        catch (final IOException ex)
        {
            throw damaged(file, "cannot be read: " + FileFailure.reason(ex), ex);
        }
    }

    private static OutcomeException damaged(final Path file, final String reason, final Exception cause)
    {
        return new OutcomeException(Outcome.USAGE, file + ": " + reason + " (name another directory)", cause);
    }

    /**
     * Reads the sweep that the directory holds results of.
     *
     * @throws org.gale.engine.storm.scenario.JobException if the file is damaged
     */
    public SweepPlan sweep()
    {
        return SweepPlan.of(SweepReader.read(path.resolve(SWEEP).toString(), InputStream.nullInputStream()));
    }

    /**
     * Makes the directory for a plan, or finds it. Of several sweeps that begin at once, one has its plan there whole,
     * and only then writes the files that the plan names; another plan is refused before it writes any.
     *
     * @throws OutcomeException if it is none, cannot be written, or holds the results of another plan
     */
    public void open(final PlannedSweep planned)
    {
        open(planned, () -> { });
    }

    /**
     * Makes the directory for a plan, or finds it.
     *
     * @param found called behind the look for a plan: tests begin another sweep there
     */
    void open(final PlannedSweep planned, final Runnable found)
    {
        if (Files.exists(path) && !Files.isDirectory(path))
        {
            throw new OutcomeException(Outcome.USAGE, path + ": is not a directory (name another one)");
        }
        final StoredPlan stored = plan();
        found.run();
        checkPlan(stored, planned);
        try
        {
            Files.createDirectories(runs());
            final boolean isFirst =
                stored == null && OutputFile.writeFirst(path.resolve(PLAN), out -> out.write(json(planned) + '\n'));
            final StoredPlan own = isFirst || stored != null ? stored : plan();
            checkPlan(own, planned);
            if (own == null && !isFirst)
            {
                throw damaged(path.resolve(PLAN), "is a link to no file", null);
            }
            write(path.resolve(SWEEP), planned.sweepText(), isFirst, own);
            write(job(), planned.jobText(), isFirst, own);
        }
        catch (final FileAlreadyExistsException ex)
        {
            throw new OutcomeException(Outcome.USAGE, FileFailure.text(ex) + " and is not a directory", ex);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "cannot write to " + path + ": " + FileFailure.text(ex) +
                " (the same command resumes once it can)", ex);
        }
    }

    private void checkPlan(final StoredPlan stored, final PlannedSweep planned)
    {
        if (stored != null && !stored.hash().equals(planned.hash()))
        {
            throw new OutcomeException(Outcome.USAGE, path + ": holds the results of another plan: " +
                (Files.exists(path.resolve(SWEEP)) && Files.exists(job()) ?
                PlanDifference.of(stored.version(), new PlanDifference.Stored(path.resolve(SWEEP), job(),
                path.resolve(PLAN)), planned, json(planned)) : "it begins just now") + " (name another directory)");
        }
    }

    /** Writes a file of the plan that this sweep has written first, or one that is missing and that its plan names. */
    private static void write(final Path file, final String text, final boolean isFirst, final StoredPlan stored)
        throws IOException
    {
        if (isFirst || (!Files.exists(file) && hash(text).equals(stored.hashes().get(file.getFileName().toString()))))
        {
            OutputFile.writeText(file, out -> out.write(line(text)));
        }
    }

    /** Returns the content of the file of a text. */
    private static String line(final String text)
    {
        return text + '\n';
    }

    private static String hash(final String text)
    {
        return Sha256.hex(line(text).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the text of the file of a plan. */
    private static String json(final PlannedSweep planned)
    {
        return JsonText.line(json ->
        {
            json.writeStringField("plan", planned.hash());
            json.writeStringField("gale", planned.version());
            json.writeNumberField("points", planned.plan().points());
            json.writeNumberField("runs", planned.plan().runs());
            json.writeObjectFieldStart(HASHES);
            json.writeStringField(SWEEP, hash(planned.sweepText()));
            json.writeStringField(JOB, hash(planned.jobText()));
            json.writeEndObject();
            if (!planned.traces().isEmpty())
            {
                json.writeObjectFieldStart(PlanDifference.TRACES);
                for (final Map.Entry<String, String> trace : planned.traces().entrySet())
                {
                    json.writeStringField(trace.getKey(), trace.getValue());
                }
                json.writeEndObject();
            }
        });
    }
}
