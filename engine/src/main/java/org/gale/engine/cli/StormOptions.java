package org.gale.engine.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.config.Quantity;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code gale storm}, as they were given: null where not. Owner: the main thread. */
final class StormOptions
{
    @ArgGroup(validate = false, heading = "%nWhat to inject:%n")
    final Traffic traffic = new Traffic();

    @ArgGroup(validate = false, heading = "%nHow fast, and for how long:%n")
    final Pace pace = new Pace();

    @ArgGroup(validate = false, heading = "%nWhere to write:%n")
    final Files files = new Files();

    @ArgGroup(validate = false, heading = "%nWhat to show:%n")
    final Shown shown = new Shown();

    /** What is injected into what. */
    static final class Traffic
    {
        @Option(names = "--profile", paramLabel = "P", description =
            "The kind of traffic; 'gale profiles' lists them, and what they have in place of the defaults below. " +
                "Default: default.")
        String profile;

        @Parameters(arity = "0..1", paramLabel = "PROFILE", description = "The same as --profile PROFILE.")
        String named;

        @Option(names = "--vms", paramLabel = "N", converter = Quantity.CountConverter.class, description =
            "VMs. Default: 16.")
        Long vms;

        @Option(names = "--vpes", paramLabel = "N", converter = Quantity.CountConverter.class, description =
            "VPEs of a VM, each resident on a PE of its own. Default: 4.")
        Long vpes;

        @Option(names = "--pes", paramLabel = "N", converter = Quantity.CountConverter.class, description =
            "PEs of the machine. Default: VMs x VPEs.")
        Long pes;

        @Option(names = "--lpis", paramLabel = "N", converter = Quantity.CountConverter.class, description =
            "LPIs of a VM. Default: devices x events. Of the three, the missing one follows.")
        Long lpis;

        @Option(names = "--devices", paramLabel = "N", converter = Quantity.CountConverter.class, description =
            "Devices of a VM. Default: 4.")
        Long devices;

        @Option(names = "--events", paramLabel = "N", converter = Quantity.CountConverter.class, description =
            "Events of a device, each its own LPI. Default: 1024.")
        Long events;

        @Option(names = "--seed", paramLabel = "S", converter = StormConverters.Seed.class, description =
            "Seed of everything random. Default: 1.")
        Long seed;
    }

    /** How fast, and when it ends. */
    static final class Pace
    {
        @Option(names = "--rate", paramLabel = "R|max", converter = StormConverters.Rate.class, description =
            "TerminationSignals a second, whether they are delivered or not (open loop), or max: as fast as they are " +
                "delivered, each event once in flight (closed loop). Default: max.")
        Double rate;

        @Option(names = "--duration", paramLabel = "T", converter = Quantity.DurationConverter.class, description =
            "End after so long. Default: 10s, and 100M interrupts if --count is not given either.")
        Long durationNs;

        @Option(names = "--count", paramLabel = "N", converter = Quantity.CountConverter.class, description =
            "End after so many interrupts; with --duration, after what comes first.")
        Long count;

        @Option(names = "--clock", paramLabel = "wall", converter = StormConverters.Clock.class, description =
            "Whose time it is. This version has wall only.")
        String clock;
    }

    /** Journal, RAM and report files. */
    static final class Files
    {
        @Option(names = "--journal", paramLabel = "DIR|none", description =
            "Keep the journal in DIR, which is new or empty, or keep none. Default: a temporary directory (about " +
                "1 GiB for the default storm), removed at the end if all went well.")
        Path journal;

        @Option(names = "--resume", paramLabel = "DIR", description =
            "Go on with the storm whose journal DIR its process left, killed or on a full disk. Traffic, seed and " +
                "durability are the journal's, and so are --duration, which begins anew, and --count, of the whole, " +
                "unless they are given.")
        Path resume;

        @Option(names = "--durability", paramLabel = "M", converter = StormConverters.Mode.class, description =
            "What an acknowledged command survives: process (kill -9), forced (power loss), or none (no journal). " +
                "Default: process.")
        String durability;

        @Option(names = "--journal-limit", paramLabel = "SIZE", converter = Quantity.SizeConverter.class,
            description =
            "Keep the journal's segments within SIZE: the oldest are given up, as soon as a later one begins with a " +
                "snapshot, and gale.journal names them. Default: no limit, and nothing is given up.")
        Long journalLimit;

        @Option(names = "--no-replay", description =
            "Do not verify and replay the journal afterwards.")
        boolean isNotReplayed;

        @Option(names = "--ram-file", paramLabel = "F", description =
            "Hold the machine's RAM in F, which is new or empty; others may map it to read. Default: memory.")
        Path ramFile;

        @Option(names = "--lanes", paramLabel = "DIR", description =
            "Let other processes send MSIs through files in DIR, which is new or empty: lane-00 to lane-07, or as " +
                "many as -C lanes=N says. With -C generator=off nobody else sends, until --duration or Ctrl-C.")
        Path lanes;
    }

    /** What is measured, and where it is shown. */
    static final class Shown
    {
        @Option(names = "--latency", paramLabel = "all|1:N|off", converter = StormConverters.Sampling.class,
            description =
            "Take latencies of every interrupt, of LPIs whose ID is a multiple of N, or of none. With --rate R, " +
                "response times are those of every interrupt unless off. Default: 1:16.")
        Integer latencyEvery;

        @Option(names = "--json", paramLabel = "FILE|-", description =
            "Write the report as JSON (schema gale.storm/1). With -, stdout is JSON alone: no head, no text report.")
        Path json;
    }
}
