package org.gale.engine.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gale completion}: the script with which a shell completes commands and options. */
@Command(name = "completion", mixinStandardHelpOptions = true,
    header = "Print the script that completes gale's commands in a shell.",
    description = {
        "",
        "For bash, in ~/.bashrc, and for zsh, in ~/.zshrc:",
        "  source <(gale completion bash)",
        "  source <(gale completion zsh)",
        ""})
final class CompletionCommand implements Callable<Integer>
{
    private static final String BASH = "bash";
    private static final String ZSH = "zsh";
    private static final List<String> SHELLS = List.of(BASH, ZSH);
    private static final List<String> ZSH_HEAD = List.of(
        "autoload -U +X compinit && compinit", "autoload -U +X bashcompinit && bashcompinit");

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private String shell;

    @Override
    public Integer call()
    {
        common.settings(List.of());
        if (!SHELLS.contains(shell))
        {
            throw new OutcomeException(Outcome.USAGE,
                "no shell '" + shell + "'" + NearestName.hint(shell, SHELLS) + " (there are: bash, zsh)");
        }
        final PrintWriter out = spec.commandLine().getOut();
        if (shell.equals(ZSH))
        {
            ZSH_HEAD.forEach(out::println);
        }
        out.print(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
        out.flush();

        return ExitCode.OK;
    }
}
