package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.inspect.DeviceTree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale topology}: the board that keys of a machine describe. */
@Command(name = "topology", mixinStandardHelpOptions = true,
    header = "Show the board that the keys of a machine describe.",
    description = {
        "",
        "One line each IRS, ITS, IWB and PE; with --dts the device tree, for dtc and drivers. Where dtc is",
        "installed, it checks the tree.",
        ""})
final class TopologyCommand extends ConsoleCommand
{
    @Parameters(arity = "0..*", paramLabel = "KEY=VALUE",
        description = "Keys as in a machine line of gale script, such as irss=2.")
    private List<String> keys = List.of();

    @Option(names = "--dts", description = "Print the source of a device tree.")
    private boolean isTree;

    @Override
    public Integer call() throws IOException, InterruptedException
    {
        checkSettings();
        final PrintWriter out = out();
        try
        {
            final MachineConfig config = MachineConfig.parse(keys);
            if (isTree)
            {
                printTree(DeviceTree.of(config));
            }
            else
            {
                DeviceTree.lines(config).forEach(out::println);
            }
            out.flush();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, ex.getMessage(), ex);
        }

        return ExitCode.OK;
    }

    private void printTree(final String tree) throws IOException, InterruptedException
    {
        out().print(tree);
        out().flush();
        if (!new DeviceTreeCompiler("dtc", err()).accepts(tree))
        {
            throw new OutcomeException(Outcome.CHECK_FAILED, "dtc refuses the tree");
        }
    }
}
