package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Examination of the properties of a Linux host that are visible in a measurement. Queries only. */
public final class HostExamination
{
    private static final int CORES_WITHOUT_HELPERS = 2;
    private static final double LOAD_LIMIT = 0.25;
    private static final double STOLEN_LIMIT = 0.01;
    private static final long CLOCK_LIMIT_NS = 100;
    private static final int CLOCK_READS = 20_000;
    private static final int CLOCK_ROUNDS = 10;
    private static final int FIELDS_OF_TIMES = 9;
    private static final int STEAL_FIELD = 8;
    private static final Pattern CHOSEN = Pattern.compile("\\[(\\w+)]");

    private final Path proc;
    private final Path sys;
    private final int cores;

    /** Makes an examination of this host. */
    public HostExamination()
    {
        this(Path.of("/proc"), Path.of("/sys"), Runtime.getRuntime().availableProcessors());
    }

    HostExamination(final Path proc, final Path sys, final int cores)
    {
        this.proc = proc;
        this.sys = sys;
        this.cores = cores;
    }

    /** Returns the findings, in the order in which they are examined. */
    public List<HostFinding> findings()
    {
        return List.of(
            cores(), load(), governor(), controlGroup(), stolen(), hugePages(), waits(), clock(clockCostNs()));
    }

    /** Returns the finding about the processors that this process may use. */
    HostFinding cores()
    {
        final String state = Integer.toString(cores);
        if (cores < CORES_WITHOUT_HELPERS)
        {
            return new HostFinding("cores", HostFinding.Level.SPOILS, state,
                "engine and generator take turns on one: latencies hold whole time slices");
        }

        return cores > CORES_WITHOUT_HELPERS ? HostFinding.good("cores", state) :
            new HostFinding("cores", HostFinding.Level.NOTE, state,
                "the journal's helpers and the compilers take from engine and generator");
    }

    /** Returns the finding about other processes that run. */
    HostFinding load()
    {
        final String text = text(proc.resolve("loadavg"));
        if (text.isEmpty())
        {
            return HostFinding.good("load", "not known here");
        }
        final double load = Double.parseDouble(text.split(" ", 2)[0]);
        final String state = String.format(Locale.ROOT, "%.1f in the last minute", load);

        return load <= LOAD_LIMIT * cores ? HostFinding.good("load", state) :
            new HostFinding("load", HostFinding.Level.SPOILS, state,
                "other processes run: engine and generator wait for a core, and the tail is theirs");
    }

    /** Returns the finding about the clock rate of processors. */
    HostFinding governor()
    {
        final Set<String> governors = new TreeSet<>();
        for (final Path cpu : children(sys.resolve("devices/system/cpu")))
        {
            final String governor = text(cpu.resolve("cpufreq/scaling_governor"));
            if (!governor.isEmpty())
            {
                governors.add(governor);
            }
        }
        if (governors.isEmpty())
        {
            return HostFinding.good("governor", "not known here");
        }
        final String state = String.join(", ", governors);

        return governors.equals(Set.of("performance")) ? HostFinding.good("governor", state) :
            new HostFinding("governor", HostFinding.Level.SPOILS, state,
                "the clock rate of the cores moves: runs differ (try the governor performance)");
    }

    /** Returns the finding about a limit of the control group's time. */
    HostFinding controlGroup()
    {
        final String version2 = text(sys.resolve("fs/cgroup/cpu.max"));
        final String version1 = text(sys.resolve("fs/cgroup/cpu/cpu.cfs_quota_us"));
        final boolean isLimited = (!version2.isEmpty() && !version2.startsWith("max")) ||
            (!version1.isEmpty() && !version1.startsWith("-"));
        if (version1.isEmpty() && version2.isEmpty())
        {
            return HostFinding.good("control group", "not known here");
        }

        return isLimited ? new HostFinding("control group", HostFinding.Level.SPOILS,
            "limited to " + (version2.isEmpty() ? version1 : version2) + " us",
            "threads are throttled when the quota is spent, for up to a period (100 ms)") :
            HostFinding.good("control group", "no limit");
    }

    /** Returns the finding about time that the hypervisor below gave to others since the host was started. */
    HostFinding stolen()
    {
        final String[] times = text(proc.resolve("stat")).split("\n", 2)[0].split(" +", -1);
        if (times.length < FIELDS_OF_TIMES || !times[0].equals("cpu"))
        {
            return HostFinding.good("stolen time", "not known here");
        }
        long all = 0;
        for (int i = 1; i < FIELDS_OF_TIMES; i++)
        {
            all += Long.parseLong(times[i]);
        }
        final double share = (double)Long.parseLong(times[STEAL_FIELD]) / Math.max(1, all);
        final String state = String.format(Locale.ROOT, "%.2f %% since the start", 100 * share);

        return share <= STOLEN_LIMIT ? HostFinding.good("stolen time", state) :
            new HostFinding("stolen time", HostFinding.Level.SPOILS, state,
                "a hypervisor gives the cores to others: the tail is the host's");
    }

    /** Returns the finding about transparent huge pages. */
    HostFinding hugePages()
    {
        final Matcher chosen = CHOSEN.matcher(text(sys.resolve("kernel/mm/transparent_hugepage/enabled")));
        final String state = chosen.find() ? chosen.group(1) : "not known here";

        return state.equals("always") ? new HostFinding("huge pages", HostFinding.Level.NOTE, state,
            "5 to 10 % faster; the kernel may stop a thread to make one") : HostFinding.good("huge pages", state);
    }

    /** Returns the finding about the source of the waits of threads. */
    HostFinding waits()
    {
        return text(proc.resolve("thread-self/schedstat")).isEmpty() ?
            new HostFinding("waits", HostFinding.Level.NOTE, "no schedstat",
                "reports cannot tell waits for a core from the engine's work") :
            HostFinding.good("waits", "schedstat");
    }

    /**
     * Returns the finding about the clock.
     *
     * @param costNs duration of one read, ns
     */
    HostFinding clock(final long costNs)
    {
        final String source = text(sys.resolve("devices/system/clocksource/clocksource0/current_clocksource"));
        final String state = (source.isEmpty() ? "" : source + ", ") + costNs + " ns a read";

        return costNs <= CLOCK_LIMIT_NS ? HostFinding.good("clock", state) :
            new HostFinding("clock", HostFinding.Level.SPOILS, state,
                "each read is a system call: small batches cost more, and stages are less exact");
    }

    private static long clockCostNs()
    {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < CLOCK_ROUNDS; round++)
        {
            final long startNs = HostClock.nanoTime();
            long nowNs = startNs;
            for (int i = 0; i < CLOCK_READS; i++)
            {
                nowNs = HostClock.nanoTime();
            }
            best = Math.min(best, (nowNs - startNs) / CLOCK_READS);
        }

        return best;
    }

    private static String text(final Path file)
    {
        try
        {
            return Files.readString(file).trim();
        }
        catch (final IOException ex)
        {
            return "";                                                          // the finding says "not known here"
        }
    }

    private static List<Path> children(final Path directory)
    {
        try (Stream<Path> children = Files.list(directory))
        {
            return children.sorted().toList();
        }
        catch (final IOException ex)
        {
            return new ArrayList<>();
        }
    }
}
