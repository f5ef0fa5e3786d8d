package org.gale.engine.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.SideBySide;
import org.gale.engine.storm.engines.EnginesDirectory;

/**
 * Commands that read a journal, where they are given the directory of a storm of several engines: each is run for the
 * journals of all of them, as many at once as there are cores. One that names a command is of one journal.
 */
final class EngineCommands
{
    private static final String REPLAY = "replay";
    private static final String REPAIR = "journal repair";
    private static final Set<String> OF_ALL = Set.of(REPLAY, "journal verify", "journal describe", REPAIR);
    private static final Set<String> OF_ONE = Set.of("journal dump", "inspect");
    /** Options that name a command, or show what lies at one. */
    private static final List<String> OPTIONS =
        List.of("--to", "--from", "--step", "--watch", "--bisect", "--perfetto");
    private static final String VM = "--vm";
    private static final String THREAD = "gale-reader-";

    private final CommandRunner runner;
    private final String name;
    private final List<String> words;

    private EngineCommands(final CommandRunner runner, final String name, final List<String> words)
    {
        this.runner = runner;
        this.name = name;
        this.words = words;
    }

    /**
     * Runs a command for the engines of a directory, if it reads journals and names such a directory.
     *
     * @param runner runs the command for one journal
     * @return the exit code, or −1 if the words are for one journal or for another command
     */
    static int run(
        final CommandRunner runner, final PrintWriter out, final PrintWriter err, final String... words)
    {
        final String name = words.length == 0 ? "" : words[0].equals("journal") && words.length > 1 ?
            words[0] + ' ' + words[1] : words[0];
        final EngineCommands command = new EngineCommands(runner, name, List.of(words));
        final int place = OF_ALL.contains(name) || OF_ONE.contains(name) ? command.place() : -1;
        if (place < 0)
        {
            return -1;
        }
        try
        {
            return command.run(place, out, err);
        }
        catch (final OutcomeException ex)
        {
            err.println("gale " + name + ": " + TerminalText.of(ex.getMessage()));
            err.flush();

            return ex.outcome().exitCode();
        }
    }

    /** {@return the index of the word that is a directory of several engines, with or without a command; or −1} */
    private int place()
    {
        for (int i = 1; i < words.size(); i++)
        {
            if (isEngines(words.get(i)) || isEngines(withoutMark(words.get(i))))
            {
                return i;
            }
        }

        return -1;
    }

    private static boolean isEngines(final String word)
    {
        try
        {
            return EnginesDirectory.isOne(Path.of(word));
        }
        catch (final InvalidPathException ex)
        {
            return false;
        }
    }

    private static String withoutMark(final String word)
    {
        return word.indexOf('@') < 0 ? word : word.substring(0, word.lastIndexOf('@'));
    }

    private int run(final int place, final PrintWriter out, final PrintWriter err)
    {
        final EnginesDirectory directory = EnginesDirectory.read(Path.of(withoutMark(words.get(place))));
        if (name.equals(REPLAY) && !directory.endedText().isEmpty())
        {
            err.println("gale " + name + ": " + TerminalText.of(directory.endedText()));
            err.flush();
        }
        final boolean isNamed = !isEngines(words.get(place)) || OPTIONS.stream().anyMatch(option ->
            words.stream().anyMatch(word -> word.equals(option) || word.startsWith(option + '=')));
        if (isNamed || name.equals("journal dump"))
        {
            throw refusal(directory, "a command has its number in one journal");
        }
        if (name.equals("inspect"))
        {
            return inspect(directory, place, out, err);
        }

        return all(directory, place, out, err);
    }

    private int inspect(
        final EnginesDirectory directory, final int place, final PrintWriter out, final PrintWriter err)
    {
        final int vm = words.indexOf(VM);
        if (vm < 0 || vm + 1 == words.size() || !words.get(vm + 1).matches("[0-9]{1,9}"))
        {
            throw refusal(directory, "each engine has a machine (with --vm N, that of the VM is shown)");
        }

        final int engine = directory.engineOfVm(Integer.parseInt(words.get(vm + 1)));
        final StringWriter shown = new StringWriter();
        final int exitCode = execute(place, directory.journal(engine), new PrintWriter(shown), err);
        out.print(shown);
        out.flush();

        return exitCode;
    }

    private static OutcomeException refusal(final EnginesDirectory directory, final String reason)
    {
        return new OutcomeException(Outcome.USAGE, directory.directory() + ": " + reason + ". Name one of " +
            directory.journal(0) + " to " + directory.journal(directory.engines() - 1));
    }

    private int all(final EnginesDirectory directory, final int place, final PrintWriter out, final PrintWriter err)
    {
        final int count = directory.engines();
        final List<StringWriter> outs = Stream.generate(StringWriter::new).limit(count).toList();
        final List<StringWriter> errs = Stream.generate(StringWriter::new).limit(count).toList();
        final int cores = Runtime.getRuntime().availableProcessors();
        final SideBySide readers = new SideBySide(Math.min(count, cores), THREAD, () -> { });
        final List<SideBySide.End<Integer>> ends = readers.run(count, engine -> execute(place,
            directory.journal(engine), new PrintWriter(outs.get(engine)), new PrintWriter(errs.get(engine))));
        final List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            final String before = name.equals(REPAIR) ? "engine " + i + ": " : "";      // other heads name the journal
            outs.get(i).toString().lines().forEach(line -> out.println(before + line));
            final String named = "$1engine " + i + ": ";
            errs.get(i).toString().lines().forEach(line -> err.println(line.replaceFirst("^(gale [a-z ]+: )", named)));
            final int exitCode = ends.get(i).value() == null ? ExitCode.INTERNAL : ends.get(i).value();
            outcomes.add(Arrays.stream(Outcome.values()).filter(one -> one.exitCode() == exitCode).findFirst()
                .orElse(Outcome.INTERNAL));
        }
        out.flush();
        err.flush();
        if (name.equals(REPLAY))
        {
            outcomes.add(directory.ended());                        // what the storm itself said is not forgotten
        }

        return Outcome.firstOfStorms(outcomes).exitCode();
    }

    private int execute(final int place, final Path journal, final PrintWriter out, final PrintWriter err)
    {
        final List<String> one = new ArrayList<>(words);
        one.set(place, journal.toString());

        return runner.run(out, err, one.toArray(new String[0]));
    }
}
