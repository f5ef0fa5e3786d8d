package org.gale.engine.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKey;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.transcript.PlayResult;
import org.gale.engine.transcript.TranscriptPlayer;
import org.junit.jupiter.api.Test;

/**
 * Page of the line protocol, compared with the declarations of the verbs and of the machine. {@link #main} writes its
 * tables anew.
 */
class ScriptPageTest
{
    private static final Pattern SESSION = Pattern.compile("```text\n(> .*?)```", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("^\\| `([a-z0-9_.]+)` \\| `?([^`|]+?)`? \\|", Pattern.MULTILINE);
    private static final String KEYS_HEADING = "## Reference machine\n";
    private static final int SESSIONS_MIN = 4;

    @Test
    void shouldListEveryVerbAsItIsDeclared() throws IOException
    {
        final String page = Files.readString(page(), UTF_8);

        assertEquals(withTables(page), page, "run the main method of ScriptPageTest");
    }

    @Test
    void shouldAnswerTheSessionsAsShown() throws IOException
    {
        final Matcher sessions = SESSION.matcher(Files.readString(page(), UTF_8));
        int count = 0;
        while (sessions.find())
        {
            play(sessions.group(1));
            count++;
        }

        assertTrue(count >= SESSIONS_MIN, "sessions: " + count);
    }

    @Test
    void shouldGiveTheDefaultsOfTheMachine() throws IOException
    {
        final String page = Files.readString(page(), UTF_8);
        final List<String> words = new ArrayList<>();
        final Matcher keys = KEY.matcher(page.substring(page.indexOf(KEYS_HEADING)));
        while (keys.find())
        {
            if (!keys.group(2).contains(" "))                                   // a default that follows from others
            {
                words.add(keys.group(1) + '=' + keys.group(2));
            }
        }

        final MachineConfig machine = MachineConfig.parse(List.of());
        assertEquals(machine, MachineConfig.parse(words));
        final TreeSet<String> missing = new TreeSet<>();
        for (final String word : machine.toKeys().split(" ", -1))
        {
            missing.add(word.substring(0, word.indexOf('=')));
        }
        missing.removeIf(key -> words.stream().anyMatch(word -> word.startsWith(key + '=')));
        assertEquals(new TreeSet<String>(), missing);
    }

    /** Writes the tables of the page anew. */
    public static void main(final String[] arguments) throws IOException
    {
        Files.writeString(page(), withTables(Files.readString(page(), UTF_8)), UTF_8);
    }

    private static void play(final String session)
    {
        final PlayResult result = new TranscriptPlayer(MachineTarget::create).play("script.md",
            new ByteArrayInputStream(session.getBytes(UTF_8)));

        assertTrue(result.isPassed(), session + "\n" + result.failure());
    }

    private static String withTables(final String page)
    {
        final String withHosts = withTable(withTable(withTable(page, "verbs", HelpVerb.VERBS), "kvm", KvmVerbs.HELP),
            "v4", V4Verbs.HELP);

        return withKeys(withTable(withTable(withHosts, "msix", MsixVerbs.HELP), "irqfd", IrqfdVerbs.HELP));
    }

    private static String withTable(final String page, final String name, final List<VerbHelp> verbs)
    {
        final StringBuilder table = new StringBuilder("| line | reply | errors |\n| --- | --- | --- |\n");
        for (final VerbHelp help : verbs)
        {
            table.append("| `").append(cell(help.usage())).append("` | ").append(cell(help.reply())).append(" | ")
                .append(cell(help.errors())).append(" |\n");
        }

        return between(page, name, table);
    }

    private static String withKeys(final String page)
    {
        final StringBuilder table = new StringBuilder("| key | default | values | |\n| --- | --- | --- | --- |\n");
        for (final MachineKey<?> key : MachineKeys.ALL)
        {
            table.append("| `").append(key.name()).append("` | ")
                .append(key.defaultValue() == null ? key.defaultText() : '`' + key.defaultText() + '`').append(" | ")
                .append(key.type().range()).append(" | ").append(cell(key.help())).append(" |\n");
        }

        return between(page, "keys", table);
    }

    private static String between(final String page, final String name, final CharSequence table)
    {
        final String begin = "<!-- " + name + " -->\n";

        return page.substring(0, page.indexOf(begin) + begin.length()) + table +
            page.substring(page.indexOf("<!-- end of " + name + " -->"));
    }

    private static String cell(final String text)
    {
        return text.replace("|", "\\|");
    }

    private static Path page()
    {
        return Path.of("docs/script.md");
    }
}
