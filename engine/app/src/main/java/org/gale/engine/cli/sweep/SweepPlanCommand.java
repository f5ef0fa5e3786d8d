package org.gale.engine.cli.sweep;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.storm.JobCommand;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.result.sweep.PlannedSweep;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.result.sweep.SweepReader;
import org.gale.engine.storm.result.sweep.SweepSearch;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.NodeFile;
import org.gale.engine.storm.sweep.ShardNeeds;
import org.gale.engine.storm.sweep.SweepPlanner;
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
        "fastest. With --for it prints a script of Slurm or a manifest of Kubernetes in place of the runs.",
        "With --shares the script divides one storm of a job among as many hosts.",
        "Exit code: 0 all can run, 2 one cannot, or the file has a mistake.",
        ""},
    footer = {
        "",
        "Examples:",
        "  gale sweep plan sweep.yaml",
        "  gale sweep plan sweep.yaml --for slurm --shards 10 >pools.sh",
        "  gale sweep plan sweep.yaml --for kubernetes --shards 10 --image registry/gale:1 >pools.yaml",
        "  gale sweep plan job.yaml --for slurm --shares 4 --cores 64 --wall 20m >storm.sh"})
final class SweepPlanCommand extends ConsoleCommand
{
    private static final String LOCAL_IMAGE = "localhost/gale";
    private static final int TASKS = 100;

    @Parameters(paramLabel = "FILE", description =
        "File of the sweep, or of a job with --shares; - for standard input.")
    @Uses(FileUse.READ)
    private String file;

    @Option(names = "--for", paramLabel = "CLUSTER", converter = ClusterConverter.class, description =
        "Print what a cluster takes: slurm, kubernetes.")
    private Cluster cluster;

    @Option(names = "--shards", paramLabel = "N", description = "Number of shards, with --for.")
    private Integer shards;

    @Option(names = "--shares", paramLabel = "N", description =
        "Number of shares of the storm of a job, with --for.")
    private Integer shares;

    @Option(names = "--at-most", paramLabel = "K", description =
        "Shards or shares that run at a time, with --for; all unless given.")
    private Integer atMost;

    @Option(names = "--cores", paramLabel = "N", description = "Cores of each share; 2 unless given.")
    private Integer cores;

    @Option(names = "--wall", paramLabel = "D", description = "Time that each share has; 5m unless given.")
    private String wall;

    @Option(names = "--memory", paramLabel = "SIZE", description = "Memory of each share; 1GiB unless given.")
    private String memory;

    @Option(names = "--disk", paramLabel = "SIZE", description =
        "Disk of the journals of each share; 2GiB unless given.")
    private String disk;

    @Option(names = "--out", paramLabel = "DIR", description =
        "Directory of the results, with --for slurm; the name of the sweep or job unless given.")
    @Uses(FileUse.MADE)
    private String directory;

    @Option(names = "--image", paramLabel = "NAME", description =
        "Image of the container, with --for kubernetes; localhost/gale:VERSION, which a package has, unless given.")
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
            if (shares != null)
            {
                print(SharePlan.of(file, shares, needs(), System.in));
                return ExitCode.OK;
            }
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
        checkCount("--shards", shards);
        checkCount("--shares", shares);
        checkCount("--at-most", atMost);
        checkCount("--cores", cores);
        if (cluster == null)
        {
            refuse("--shards", shards, "--for slurm or --for kubernetes");
            refuse("--shares", shares, "--for slurm or --for kubernetes");
            refuse("--at-most", atMost, "--for slurm or --for kubernetes");
        }
        else if (shards == null && shares == null)
        {
            throw usage("--for: the number of shards is missing (give --shards 10)");
        }
        if (shards != null && shares != null)
        {
            throw usage("--shares: '" + shares + "' are for one storm, and --shards for a sweep (leave one out)");
        }
        if (shares == null)
        {
            refuse("--cores", cores, "--shares");
            limits().forEach((option, value) -> refuse(option, value, "--shares"));
        }
        if (cluster != Cluster.SLURM)
        {
            refuse("--out", directory, "--for slurm");
        }
        else if (file.equals(NodeFile.STDIN))
        {
            throw usage("--for slurm: '-' is no file that a task can read (name the file)");
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

    private static void checkCount(final String option, final Integer count)
    {
        if (count != null && count < 1)
        {
            throw usage(option + ": '" + count + "' is less than 1");
        }
    }

    /** Returns the limits that were given, by their options. */
    private Map<String, String> limits()
    {
        final Map<String, String> given = new LinkedHashMap<>();
        given.put("--wall", wall);
        given.put("--memory", memory);
        given.put("--disk", disk);
        given.values().removeIf(value -> value == null);

        return given;
    }

    private ShardNeeds needs()
    {
        return ShardNeeds.ofShare(SweepReader.limitsOfOptions(limits()), cores == null ? ShardNeeds.CORES : cores);
    }

    private void print(final SharePlan plan)
    {
        final List<String> lines = cluster == Cluster.KUBERNETES ?
            KubernetesManifest.ofShares(plan, image(), atMost(shares)) :
            SlurmScript.ofShares(plan, directory == null ? plan.name() : directory, atMost);
        lines.forEach(out()::println);
        out().flush();
    }

    private int atMost(final int count)
    {
        return atMost == null ? count : atMost;
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
            lines = KubernetesManifest.lines(planned, image(), shards, atMost(shards));
        }
        else
        {
            lines =
                SlurmScript.lines(plan, file, directory == null ? plan.sweep().name() : directory, shards, atMost);
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

    /** Returns the image, that of the packages of this version unless given; classes outside a jar have none. */
    private String image()
    {
        if (image != null)
        {
            return image;
        }
        final String version = Program.version();
        final String packaged = LOCAL_IMAGE + (version.indexOf(' ') < 0 ? ":" + version : "");
        warn(packaged + " has to be pushed to where the nodes find it, and named by --image");

        return packaged;
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
