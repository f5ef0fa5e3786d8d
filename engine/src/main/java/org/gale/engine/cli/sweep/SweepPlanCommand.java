package org.gale.engine.cli.sweep;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.storm.JobCommand;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.plan.JobFile;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.sweep.PlannedSweep;
import org.gale.engine.storm.sweep.ResultDirectory;
import org.gale.engine.storm.sweep.SweepPlan;
import org.gale.engine.storm.sweep.SweepPlanner;
import org.gale.engine.storm.sweep.SweepSearch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code gale sweep plan}: the runs of a sweep, none of which is run. Owner: the main thread. */
@Command(name = "plan", mixinStandardHelpOptions = true, sortOptions = false,
    header = "Print number, parameters and directory of each run, and the sum of their limits.",
    description = {
        "",
        "Run k is the same on every host: parameters in the order of the file, the last one faster, the seed",
        "fastest. With --for a script of Slurm or a manifest of Kubernetes is printed in their place.",
        "Exit code: 0 all can run, 2 one cannot, or the file has a mistake.",
        ""},
    footer = {
        "",
        "Examples:",
        "  gale sweep plan sweep.yaml",
        "  gale sweep plan sweep.yaml --for slurm --shards 10 >pools.sh",
        "  gale sweep plan sweep.yaml --for kubernetes --shards 10 --image registry/gale:1 >pools.yaml"})
final class SweepPlanCommand extends ConsoleCommand
{
    private static final int TASKS = 100;

    @Parameters(paramLabel = "FILE", description = "File of the sweep, - for standard input.")
    private String file;

    @Option(names = "--for", paramLabel = "CLUSTER", converter = ClusterConverter.class, description =
        "Print what a cluster takes: slurm, kubernetes.")
    private Cluster cluster;

    @Option(names = "--shards", paramLabel = "N", description = "Number of shards, with --for.")
    private Integer shards;

    @Option(names = "--out", paramLabel = "DIR", description =
        "Directory of the results, with --for slurm; the name of the sweep unless given.")
    private String directory;

    @Option(names = "--image", paramLabel = "NAME", description =
        "Image of the container, with --for kubernetes; gale:VERSION unless given.")
    private String image;

    /** Cluster that a plan is printed for. */
    private enum Cluster
    {
        SLURM, KUBERNETES;

        @Override
        public String toString()
        {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Converter of the name of a cluster. */
    static final class ClusterConverter implements ITypeConverter<Cluster>
    {
        @Override
        public Cluster convert(final String value)
        {
            for (final Cluster cluster : Cluster.values())
            {
                if (value.equals(cluster.toString()))
                {
                    return cluster;
                }
            }

            throw new TypeConversionException("'" + value + "' is none of slurm, kubernetes");
        }
    }

    @Override
    public Integer call()
    {
        checkSettings();
        checkOptions();
        final CommandLine command = spec().commandLine();
        try
        {
            final PlannedSweep planned = SweepCommand.plan(file);
            if (cluster == null)
            {
                print(planned, command.getOut());
            }
            else
            {
                print(planned);
            }
        }
        catch (final JobException ex)
        {
            return JobCommand.print(command, ex);
        }

        return ExitCode.OK;
    }

    private void checkOptions()
    {
        if (shards != null && shards < 1)
        {
            throw usage("--shards: '" + shards + "' is less than 1");
        }
        if (cluster == null)
        {
            refuse("--shards", shards, "--for slurm or --for kubernetes");
        }
        else if (shards == null)
        {
            throw usage("--for: the number of shards is missing (give --shards 10)");
        }
        if (cluster != Cluster.SLURM)
        {
            refuse("--out", directory, "--for slurm");
        }
        else if (file.equals(JobFile.STDIN))
        {
            throw usage("--for slurm: '-' is no file that a task can read (name the file of the sweep)");
        }
        if (cluster != Cluster.KUBERNETES)
        {
            refuse("--image", image, "--for kubernetes");
        }
        if (cluster != null)
        {
            SweepCommand.checkName("FILE", file);
            SweepCommand.checkName("--out", directory);
        }
    }

    private static void refuse(final String option, final Object value, final String other)
    {
        if (value != null)
        {
            throw usage(option + ": '" + value + "' needs " + other);
        }
    }

    private void print(final PlannedSweep planned)
    {
        final SweepPlan plan = planned.plan();
        final List<String> lines;
        if (cluster == Cluster.KUBERNETES)
        {
            lines = KubernetesManifest.lines(
                planned, image == null ? image(planned.version()) : image, shards);
        }
        else
        {
            lines = SlurmScript.lines(plan, file, directory == null ? plan.sweep().name() : directory, shards);
        }
        if (shards > plan.runs())
        {
            warn(NumberText.counted(shards, "shard") + " for " + NumberText.counted(plan.runs(), "run") +
                ": some have none");
        }
        else if (shards > TASKS)
        {
            warn(NumberText.count(shards) + " shards each plan the whole sweep first: tens are enough");
        }
        lines.forEach(out()::println);
        out().flush();
    }

    /** Returns the image of a version; classes outside a jar have none. */
    private static String image(final String version)
    {
        return version.indexOf(' ') < 0 ? "gale:" + version : "gale";
    }

    private void warn(final String message)
    {
        err().println(ErrorMessages.prefix(spec().commandLine()) + "warning: " + message);
        err().flush();
    }

    private static void print(final PlannedSweep planned, final PrintWriter out)
    {
        final SweepPlan plan = planned.plan();
        final SweepSearch search = plan.sweep().search();
        for (int number = 0; number < plan.runs(); number++)
        {
            final String text = plan.run(number).text();
            out.println(number + "  " + text + (search == null ? "" : (text.isEmpty() ? "" : " ") + search.text()) +
                "  runs/" + ResultDirectory.name(number));
        }
        out.println("sweep " + plan.sweep().name() + ": " + SweepPlanner.sums(plan));
        out.println("plan " + planned.hash());
        out.flush();
    }

    private static OutcomeException usage(final String message)
    {
        return new OutcomeException(Outcome.USAGE, message);
    }
}
