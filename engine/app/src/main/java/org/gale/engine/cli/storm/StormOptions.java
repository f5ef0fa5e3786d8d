package org.gale.engine.cli.storm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.storm.plan.DeviceProfiles;
import org.gale.engine.storm.plan.JobFile;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.OfferedSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.Setting.Group;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Options of {@code gale storm}: the settings of a storm as the command line spells them. Pure functions. */
public final class StormOptions
{
    /** Spelling of the settings on the command line. */
    public static final Spelling SPELLING = new Spelling()
    {
        @Override
        public String of(final Setting<?> setting)
        {
            return spelled(setting);
        }

        @Override
        public String assignment(final String path, final String value)
        {
            return JobCommand.SET + ' ' + path + '=' + value;
        }

        @Override
        public String storm(final Setting<?> setting, final Object value)
        {
            return "gale storm " + spelled(setting) + ' ' + value;
        }

        @Override
        public String step(final Path journal, final long sequence)
        {
            return "gale replay " + journal + " --to " + sequence + " --step";
        }

        @Override
        public String again(final Path journal)
        {
            return "gale journal describe --job " + ShellWords.quotedPath(journal.toString()) +
                " > JOB.yaml && gale storm JOB.yaml --journal DIR";
        }
    };

    private static final Map<Group, String> HEADINGS = Map.of(
        Group.TRAFFIC, "%nWhat to inject:%n",
        Group.PACE, "%nHow fast, and for how long:%n",
        Group.FILES, "%nWhere to write:%n",
        Group.SHOWN, "%nWhat to show:%n");
    private static final List<Group> GROUPS = List.of(Group.TRAFFIC, Group.PACE, Group.FILES, Group.SHOWN);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\.?)([a-z_-]+(?:\\.[a-z_-]+)*)(=?)\\}");
    private static final int WIDTH = 100;
    private static final String KEY_INDENT = " ".repeat(6);
    private static final String TEXT_INDENT = " ".repeat(27);

    private StormOptions()
    {
    }

    /** Adds the options, grouped, and the first positional parameter, which is a profile. */
    static void addTo(final CommandSpec spec)
    {
        for (final Group group : GROUPS)
        {
            final ArgGroupSpec.Builder options = ArgGroupSpec.builder().validate(false).heading(HEADINGS.get(group));
            if (group == Group.TRAFFIC)
            {
                options.addArg(PositionalParamSpec.builder().index("0").arity("0..1").type(String.class)
                    .paramLabel("PROFILE|JOB").userObject(FileUse.READ_IF_JOB)
                    .description("A profile, as --profile PROFILE; or the file of a job, " +
                    "JOB.yaml, - for standard input.").completionCandidates(allProfiles()).build());
            }
            OfferedSettings.of(group).forEach(setting -> options.addArg(option(setting)));
            spec.addArgGroup(options.build());
        }
    }

    /** Returns the lines that explain the keys. */
    static List<String> keys()
    {
        final List<String> lines = new ArrayList<>();
        for (final Setting<?> setting : keySettings())
        {
            if (!setting.help().isEmpty())
            {
                addKey(lines, KEY_INDENT + setting.name() + '=' + setting.type().label(), spelled(setting.help()));
            }
        }

        return lines;
    }

    /** Returns the names of all keys. */
    static List<String> keyNames()
    {
        return keySettings().stream().map(Setting::name).toList();
    }

    /** Returns the keys as a shell completes them: with each of their words, or up to the value. */
    public static List<String> keyWords()
    {
        final List<String> all = new ArrayList<>();
        for (final Setting<?> setting : keySettings().stream()
            .filter(of -> !MachineSettings.isNumbered(of.name())).toList())
        {
            final List<String> words = words(setting);
            (words.isEmpty() ? List.of("") : words).forEach(word -> all.add(setting.name() + '=' + word));
        }

        return all;
    }

    /** Returns the names of the profiles with those of devices, which are jobs. */
    public static List<String> allProfiles()
    {
        final List<String> names = new ArrayList<>(JobProfiles.ALL.names());
        names.addAll(DeviceProfiles.NAMES);

        return names;
    }

    /** Returns the values that a shell completes; none for a setting whose values are no words. */
    private static List<String> words(final Setting<?> setting)
    {
        return setting == StormSettings.PROFILE ? JobProfiles.ALL.names() : setting.type().words();
    }

    /**
     * Returns the settings that a command line chooses.
     *
     * @param keys that were set with {@code -C}
     * @throws OutcomeException if an option is given twice, or a key has a wrong value
     */
    static SettingValues of(final ParseResult parsed, final Map<String, String> keys)
    {
        SettingValues values = SettingValues.NONE;
        for (final OptionSpec option : parsed.matchedOptions())
        {
            if (!option.isMultiValue() && option.originalStringValues().size() > 1)
            {
                throw new OutcomeException(Outcome.USAGE, option.longestName() + " is given twice");
            }
        }
        final String profile = text(parsed, StormSettings.PROFILE);
        if (profile != null && DeviceProfiles.NAMES.contains(profile))
        {
            throw new OutcomeException(Outcome.USAGE, spelled(StormSettings.PROFILE) + ": '" + profile +
                "' is a profile of devices, which is a job (gale storm " + profile + ")");
        }
        for (final Setting<?> setting : all())
        {
            final String text = setting.isKey() ? keys.get(setting.name()) : text(parsed, setting);
            values = text == null ? values : with(values, setting, text);
        }
        for (final String word : words(parsed))
        {
            values = JobFile.isFile(word) ? values : withProfile(values, word);
        }

        return values;
    }

    /**
     * Returns the file of the job that a command line names, or null.
     *
     * @throws OutcomeException if it names two, or a profile beside it
     */
    static String job(final ParseResult parsed)
    {
        final List<String> words = words(parsed);
        final List<String> files = words.stream().filter(JobFile::isFile).toList();
        if (!files.isEmpty() && words.size() > 1)
        {
            throw new OutcomeException(
                Outcome.USAGE, "'" + words.get(0) + "' and '" + words.get(1) + "' are two storms");
        }

        return files.isEmpty() ? null : files.get(0);
    }

    private static List<String> words(final ParseResult parsed)
    {
        return parsed.matchedPositionals().isEmpty() ? List.of() :
            parsed.matchedPositional(0).originalStringValues();
    }

    /** Returns the settings of all storms, and those of one profile each. */
    private static List<Setting<?>> all()
    {
        final List<Setting<?>> all = new ArrayList<>(OfferedSettings.ALL);
        all.addAll(JobProfiles.ALL.settings());

        return all;
    }

    private static List<Setting<?>> keySettings()
    {
        return all().stream().filter(Setting::isKey).toList();
    }

    private static SettingValues with(final SettingValues values, final Setting<?> setting, final String text)
    {
        try
        {
            return values.withText(setting, text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, spelled(setting) + ": " + ex.getMessage(), ex);
        }
    }

    private static SettingValues withProfile(final SettingValues values, final String name)
    {
        if (values.has(StormSettings.PROFILE))
        {
            throw new OutcomeException(Outcome.USAGE, spelled(StormSettings.PROFILE) + ": '" +
                values.get(StormSettings.PROFILE) + "' and '" + name + "' are two profiles");
        }

        return values.with(StormSettings.PROFILE, name);
    }

    /** Returns the text of an option as it was given, or null if it was not. */
    private static String text(final ParseResult parsed, final Setting<?> setting)
    {
        final OptionSpec option = parsed.matchedOption(spelled(setting));
        if (option == null)
        {
            return null;
        }

        return isFlag(setting) ? "off" : Conditions.text(option.originalStringValues());
    }

    private static <T> OptionSpec option(final Setting<T> setting)
    {
        final OptionSpec.Builder option = OptionSpec.builder(spelled(setting)).userObject(setting)
            .description(spelled(setting.help()));
        if (isFlag(setting))
        {
            return option.type(boolean.class).arity("0").build();
        }
        final SettingType<T> type = setting.type();
        if (type.isRepeatable())
        {
            return option.type(List.class).auxiliaryTypes(String.class).arity("1").paramLabel(type.label()).build();
        }

        final List<String> words = words(setting);

        return option.type(type.javaType()).arity("1").paramLabel(type.label())
            .completionCandidates(words.isEmpty() ? null : words)
            .converters(text -> QuantityConverters.convertBy(type.reader(), text)).build();
    }

    private static boolean isFlag(final Setting<?> setting)
    {
        return setting.type().javaType() == Boolean.class && !setting.isKey();
    }

    private static String spelled(final Setting<?> setting)
    {
        return (setting.isKey() ? "-C " : isFlag(setting) ? "--no-" : "--") + setting.name();
    }

    /**
     * Returns the words that give a setting its value.
     *
     * @param name of an option or a key
     */
    static List<String> assigned(final String name, final String value)
    {
        final Setting<?> setting = all().stream().filter(candidate -> candidate.name().equals(name)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no option is named so: " + name));
        if (setting.isKey())
        {
            return List.of("-C", name + '=' + value);
        }

        return !isFlag(setting) ? List.of(spelled(setting), value) :
            List.of("on", "true").contains(value) ? List.of() : List.of(spelled(setting));
    }

    /** Returns a text whose placeholders are replaced by options and defaults, see {@link Setting}. */
    static String spelled(final String text)
    {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(
            substitute(named(found.group(2), !found.group(1).isEmpty()), !found.group(3).isEmpty())));
    }

    private static String substitute(final Setting<?> setting, final boolean isDefault)
    {
        return isDefault ? setting.defaultText() : spelled(setting);
    }

    private static Setting<?> named(final String name, final boolean isKey)
    {
        return all().stream().filter(setting -> setting.isKey() == isKey && setting.name().equals(name))
            .findFirst().orElseThrow(() -> new IllegalStateException("no setting is named so: " + name));
    }

    /** Adds a key with its explanation, whose text goes on below it if it is longer than a line. */
    static void addKey(final List<String> lines, final String key, final String help)
    {
        String line = key;
        if (key.length() >= TEXT_INDENT.length() - 1)
        {
            lines.add(key);
            line = "";
        }
        line += TEXT_INDENT.substring(line.length());
        boolean isFirst = true;
        for (final String word : help.split(" ", -1))
        {
            if (!isFirst && line.length() + 1 + word.length() >= WIDTH)
            {
                lines.add(line);
                line = TEXT_INDENT + "  " + word;
            }
            else
            {
                line += (isFirst ? "" : " ") + word;
            }
            isFirst = false;
        }
        lines.add(line);
    }
}
