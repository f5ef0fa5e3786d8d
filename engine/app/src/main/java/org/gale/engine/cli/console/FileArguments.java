package org.gale.engine.cli.console;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.plan.JobFile;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.UserPath;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Check of all commands, before they start, that none writes a file that it reads. The use of a file is declared with
 * its option or parameter. Pure functions.
 */
public final class FileArguments
{
    private static final String STANDARD = "-";

    private FileArguments()
    {
    }

    /**
     * Checks the arguments of the command that is called.
     *
     * @throws OutcomeException if a file is written that is read, too
     */
    public static void check(final ParseResult called)
    {
        final List<ArgSpec> all = called.commandSpec().args();
        final List<Path> read = all.stream().flatMap(FileArguments::inputs).toList();
        all.stream().flatMap(FileArguments::outputs).forEach(output -> output.checkUnread(read));
    }

    /** {@return the use that an option or parameter makes of a file; null for one that names none} */
    public static FileUse use(final ArgSpec argument)
    {
        if (argument.userObject() instanceof FileUse use)
        {
            return use;
        }
        if (argument.userObject() instanceof Setting<?> setting)
        {
            return setting.use();
        }
        final Uses uses = argument.userObject() instanceof Field field ? field.getAnnotation(Uses.class) : null;

        return uses == null ? null : uses.value();
    }

    private static Stream<Path> inputs(final ArgSpec argument)
    {
        final FileUse use = use(argument);

        return use != FileUse.READ && use != FileUse.READ_IF_JOB ? Stream.of() :
            values(argument).stream().filter(word -> use == FileUse.READ || JobFile.isFile(word)).map(UserPath::read);
    }

    private static Stream<UserPath> outputs(final ArgSpec argument)
    {
        final String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();

        return use(argument) != FileUse.WRITTEN ? Stream.of() : values(argument).stream()
            .filter(word -> !word.equals(STANDARD)).map(word -> new UserPath(name, Path.of(word)));
    }

    /** Returns the words of an argument, or its default. */
    private static List<String> values(final ArgSpec argument)
    {
        final List<String> words = new ArrayList<>(argument.originalStringValues());
        if (words.isEmpty() && argument.defaultValue() != null)
        {
            words.add(argument.defaultValue());
        }

        return words;
    }
}
