package org.gale.engine.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.CommonOptions;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.storm.StormOptions;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.inspect.Inspector;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine;

/** {@code gale completion}: the script with which a shell completes commands and options. */
@Command(name = "completion", mixinStandardHelpOptions = true,
    header = "Print the script that completes gale's commands in a shell.",
    description = {
        "",
        "For bash, in ~/.bashrc, and for zsh, in ~/.zshrc:",
        "  source <(gale completion bash)",
        "  source <(gale completion zsh)",
        ""})
final class CompletionCommand extends ConsoleCommand
{
    private static final String BASH = "bash";
    private static final String ZSH = "zsh";
    private static final List<String> SHELLS = List.of(BASH, ZSH);
    private static final List<String> ZSH_HEAD = List.of(
        "autoload -U +X compinit && compinit", "autoload -U +X bashcompinit && bashcompinit");

    /**
     * Function that bash calls. Bash splits words at '=' and ':': they are joined again, and of the answer the part
     * that stands already is left out.
     */
    private static final List<String> BASH_TAIL = List.of(
        "",
        "if [ -n \"$BASH_VERSION\" ]; then",
        "  function _gale_joined() {",
        "    local line=${COMP_LINE:0:COMP_POINT}",
        "    local word=${line##*[[:space:]]}",
        "    local begun=${word%\"${word##*[=:]}\"}",
        "    local -a words",
        "    read -ra words <<<\"$line\"",
        "    [ -n \"$word\" ] || words+=(\"\")",
        "    local COMP_WORDS=(\"${words[@]}\")",
        "    local COMP_CWORD=$((${#words[@]} - 1))",
        "    _complete_gale",
        "    [ -z \"$begun\" ] || COMPREPLY=(\"${COMPREPLY[@]#\"$begun\"}\")",
        "    if [ ${#COMPREPLY[@]} -eq 1 ] && [ \"${COMPREPLY[0]%=}\" != \"${COMPREPLY[0]}\" ]; then",
        "      compopt -o nospace 2>/dev/null",
        "    fi",
        "    return 0",
        "  }",
        "  complete -F _gale_joined -o default gale gale.sh gale.bash",
        "fi");

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private String shell;

    @Override
    public Integer call()
    {
        checkSettings();
        if (!SHELLS.contains(shell))
        {
            throw new OutcomeException(Outcome.USAGE,
                "no shell '" + shell + "'" + NearestName.hint(shell, SHELLS) + " (there are: bash, zsh)");
        }
        final PrintWriter out = out();
        if (shell.equals(ZSH))
        {
            ZSH_HEAD.forEach(out::println);
        }
        final CommandLine gale = spec().root().commandLine();
        final List<String> names = List.copyOf(gale.getSubcommands().keySet());
        complete(gale, "help", names);
        complete(gale, "man", names);
        complete(gale, "profiles", StormOptions.allProfiles());
        complete(gale, "completion", SHELLS);
        complete(gale, "inspect", Inspector.next(List.of()));
        gale.getSubcommands().forEach((name, command) ->
        {
            complete(command.getCommandSpec(), keyWords(name));
            command.getSubcommands().values().forEach(inner -> complete(inner.getCommandSpec(), keyWords("")));
        });
        out.print(AutoComplete.bash(spec().root().name(), gale));
        if (shell.equals(BASH))
        {
            BASH_TAIL.forEach(out::println);
        }
        out.flush();

        return ExitCode.OK;
    }

    /** Returns the keys of a command as a shell completes them. */
    private static List<String> keyWords(final String command)
    {
        final List<String> words = new ArrayList<>(command.equals("storm") ? StormOptions.keyWords() :
            command.equals("script") ? ScriptCommand.KEY_WORDS : List.of());
        words.add(CommonOptions.DEBUG_KEY + "=true");
        words.add(CommonOptions.DEBUG_KEY + "=false");

        return words;
    }

    /** Replaces the last positional parameter of a command by one whose words are known. */
    private static void complete(final CommandLine gale, final String name, final List<String> words)
    {
        final CommandSpec command = gale.getSubcommands().get(name).getCommandSpec();
        final List<PositionalParamSpec> parameters = command.positionalParameters();
        final PositionalParamSpec parameter = parameters.get(parameters.size() - 1);
        command.remove(parameter);
        command.addPositional(PositionalParamSpec.builder(parameter).completionCandidates(words).build());
    }

    /** Replaces the option for keys by one whose words are known. */
    private static void complete(final CommandSpec command, final List<String> words)
    {
        final OptionSpec option = command.findOption("-C");
        if (option != null)
        {
            command.remove(option);
            command.addOption(OptionSpec.builder(option).completionCandidates(words).build());
        }
    }
}
