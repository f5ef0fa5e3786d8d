package org.gale.engine.cli.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.OfferedSettings;
import org.gale.engine.storm.scenario.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Settings and options in documents, compared with their declarations. {@link #main} writes the page of settings anew.
 */
class SettingsPageTest
{
    private static final Pattern OPTION = Pattern.compile("(?<![-\\w])--[a-z][a-z-]*");
    private static final String BEGIN = "<!-- settings -->\n";

    @Test
    void shouldListEverySettingAsItIsDeclared() throws IOException
    {
        final String page = Files.readString(page(), UTF_8);

        assertEquals(table(), page.substring(page.indexOf(BEGIN) + BEGIN.length()),
            "run the main method of SettingsPageTest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../README.md", "docs/limits.md", "docs/lane-files.md", "docs/settings.md"})
    void shouldNameOnlyOptionsThatExist(final String document) throws IOException
    {
        final Set<String> named = named(Files.readString(root().resolve(document), UTF_8));
        named.removeAll(options());

        assertEquals(Set.of(), named);
    }

    /** Writes the table of the page anew. */
    public static void main(final String[] arguments) throws IOException
    {
        final String page = Files.readString(page(), UTF_8);
        Files.writeString(page(), page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table(), UTF_8);
    }

    private static String table()
    {
        final StringBuilder table = new StringBuilder(
            "| setting | default | range | journal |\n| --- | --- | --- | --- |\n");
        final List<Setting<?>> all = new ArrayList<>(OfferedSettings.ALL);
        all.addAll(JobProfiles.ALL.settings());
        all.removeIf(setting -> MachineSettings.isNumbered(setting.name()));
        for (final Setting<?> setting : all)
        {
            final String option = StormOptions.SPELLING.of(setting);
            final String value = option.startsWith("--no-") ? "" :
                (setting.isKey() ? "=" : " ") + setting.type().label().replace("|", "\\|");
            table.append("| `").append(option).append(value).append("` | ").append(setting.defaultText())
                .append(" | ").append(setting.rangeText()).append(" | ").append(code(setting.recordKey()))
                .append(" |\n");
        }

        return table.toString();
    }

    private static String code(final String key)
    {
        return key.isEmpty() ? "" : '`' + key + '`';
    }

    private static Set<String> options()
    {
        final Set<String> options = new TreeSet<>();
        final List<CommandLine> commands = new ArrayList<>(List.of(GaleRun.commandLine()));
        while (!commands.isEmpty())
        {
            final CommandLine command = commands.remove(commands.size() - 1);
            commands.addAll(command.getSubcommands().values());
            options.addAll(named(command.getUsageMessage()));
        }

        return options;
    }

    private static Set<String> named(final String text)
    {
        final Set<String> named = new TreeSet<>();
        final Matcher matcher = OPTION.matcher(text);
        while (matcher.find())
        {
            named.add(matcher.group());
        }

        return named;
    }

    private static Path page()
    {
        return root().resolve("docs/settings.md");
    }

    private static Path root()
    {
        return Path.of("").toAbsolutePath();
    }
}
