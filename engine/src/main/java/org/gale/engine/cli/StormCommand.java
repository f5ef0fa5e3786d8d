package org.gale.engine.cli;

import java.util.concurrent.Callable;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.StormRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** {@code gale storm}: runs a storm, reports it, and replays its journal to prove the digest. */
@Command(name = "storm", mixinStandardHelpOptions = true, sortOptions = false, abbreviateSynopsis = true,
    header = "Run a storm, report it, and prove it by a replay.",
    description = {
        "",
        "Without arguments: the default storm for 10 s or 100 M interrupts, whichever ends first. Every",
        "command is journaled, every interrupt is counted, and the journal is replayed to the same digest.",
        "",
        "Numbers take k, M and G, durations ns, us, ms and s.",
        ""},
    footer = {
        "",
        "Keys for -C:",
        "      arrivals=poisson|constant",
        "                           With --rate R: a Poisson process, or evenly spaced. Default: poisson.",
        "      iterations=N         Offer every event N times, and end. Default: 10k of lpi-stress.",
        "      window=N             With --rate max: at most N interrupts in flight. Default: 8,192, but",
        "                             never two of one event.",
        "",
        "Exit code: 0 all is well, 2 a wrong argument, 5 the replay diverged, 6 the journal is damaged,",
        "7 an interrupt was lost or invented, 8 the host lacks something, 130 interrupted (the report is",
        "complete; a second Ctrl-C ends at once).",
        "",
        "Examples:",
        "  gale storm",
        "  gale storm --rate 1M --duration 5s --latency all",
        "  gale storm --vms 2 --vpes 1 --lpis 256 --count 1M --journal run1",
        "  gale storm --durability none --duration 2s --json - -C window=64",
        "  gale storm lpi-stress --vpes 32 --devices 32 --events 1 -C iterations=100k"})
final class StormCommand implements Callable<Integer>
{
    private final StormRuns runs;

    @Spec
    private CommandSpec spec;

    @Mixin
    private StormOptions options;

    @Mixin
    private CommonOptions common;

    StormCommand()
    {
        this(StormRun::new);
    }

    /** A command whose runs are made otherwise: for tests that break a machine. */
    StormCommand(final StormRuns runs)
    {
        this.runs = runs;
    }

    @Override
    public Integer call()
    {
        final CommandLine command = spec.commandLine();
        checkGivenOnce(command.getParseResult());
        final StormPlan plan = StormPlan.of(options, common.settings(StormPlan.KEYS));

        return new StormSession(plan, runs, command.getOut(), command.getErr(), ErrorMessages.prefix(command))
            .run().exitCode();
    }

    /** Options that are grouped for help are otherwise taken twice, the last one winning. */
    private static void checkGivenOnce(final ParseResult parsed)
    {
        for (final OptionSpec option : parsed.matchedOptions())
        {
            if (!option.isMultiValue() && option.originalStringValues().size() > 1)
            {
                throw new OutcomeException(Outcome.USAGE, option.longestName() + " is given twice");
            }
        }
    }
}
