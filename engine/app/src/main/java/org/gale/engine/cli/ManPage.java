package org.gale.engine.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gale.engine.cli.console.Program;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Manual page of a command in the macros of man(7), made of its definition. Used once, by one thread. */
final class ManPage
{
    private static final String USAGE = "Usage: ";
    private static final char ESCAPE = '\\';

    private final CommandLine command;
    private final CommandSpec spec;
    private final StringBuilder page = new StringBuilder();

    private ManPage(final CommandLine command)
    {
        this.command = command;
        this.spec = command.getCommandSpec();
    }

    /** Returns the page. */
    static String of(final CommandLine command)
    {
        final ManPage page = new ManPage(command);
        page.write();

        return page.page.toString();
    }

    private void write()
    {
        final String name = spec.qualifiedName("-");
        final String header = plain(spec.usageMessage().header());
        line(".TH " + quoted(name.toUpperCase(Locale.ROOT)) + " 1 \"\" " + quoted("gale " + Program.version()) +
            " \"Gale\"");
        heading("NAME");
        line(text(name + (header.isEmpty() ? "" : " - " + header)));
        synopsis();
        verbatim("DESCRIPTION", spec.usageMessage().description());
        options();
        commands();
        verbatim("NOTES", spec.usageMessage().footer());
    }

    /** Adds the lines of the usage: the first one says so, and the others stand below its text. */
    private void synopsis()
    {
        final List<String> usage = command.getUsageMessage().lines()
            .dropWhile(shown -> !shown.startsWith(USAGE))
            .takeWhile(shown -> shown.startsWith(USAGE) || shown.startsWith(" ".repeat(USAGE.length())))
            .toList();

        heading("SYNOPSIS");
        line(".nf");
        if (usage.isEmpty())
        {
            line(text(spec.qualifiedName() + " COMMAND"));
        }
        usage.forEach(shown -> line(text(shown.substring(USAGE.length()))));
        line(".fi");
    }

    private void options()
    {
        if (spec.options().isEmpty() && spec.positionalParameters().isEmpty())
        {
            return;
        }
        heading("OPTIONS");
        final List<OptionSpec> grouped = new ArrayList<>();
        for (final ArgGroupSpec group : spec.argGroups())
        {
            line(".SS " + quoted(plain(group.heading()).replace(":", "").strip()));
            group.positionalParameters().forEach(this::positional);
            group.options().forEach(this::option);
            grouped.addAll(group.options());
        }
        if (!grouped.isEmpty())
        {
            line(".SS \"General\"");
        }
        spec.positionalParameters().stream().filter(parameter -> parameter.group() == null).forEach(this::positional);
        spec.options().stream().filter(option -> !grouped.contains(option)).forEach(this::option);
    }

    private void option(final OptionSpec option)
    {
        final List<String> names = new ArrayList<>();
        for (final String name : option.names())
        {
            names.add("\\fB" + text(name) + "\\fR");
        }
        entry(String.join(", ", names) + (option.arity().max() == 0 ? "" :
            (option.longestName().length() == 2 ? "" : " ") + "\\fI" + text(option.paramLabel()) + "\\fR"),
            option.description());
    }

    private void positional(final PositionalParamSpec parameter)
    {
        entry("\\fI" + text(parameter.paramLabel()) + "\\fR", parameter.description());
    }

    private void entry(final String label, final String[] description)
    {
        line(".TP");
        line(label);
        line(text(plain(description)));
    }

    private void commands()
    {
        final Map<String, CommandLine> commands = command.getSubcommands();
        if (commands.isEmpty())
        {
            return;
        }
        heading("COMMANDS");
        commands.forEach((name, inner) ->
            entry("\\fB" + text(name) + "\\fR", inner.getCommandSpec().usageMessage().header()));
    }

    private void verbatim(final String heading, final String[] lines)
    {
        if (!plain(lines).isEmpty())
        {
            heading(heading);
            line(".nf");
            for (final String shown : lines)
            {
                line(text(formatted(shown)));
            }
            line(".fi");
        }
    }

    private void heading(final String name)
    {
        line(".SH " + quoted(name));
    }

    private void line(final String text)
    {
        page.append(text).append('\n');
    }

    private static String plain(final String... lines)
    {
        final List<String> parts = new ArrayList<>();
        for (final String shown : lines)
        {
            parts.add(formatted(shown).strip());
        }

        return String.join(" ", parts).strip();
    }

    /** Returns a text of help as it is shown: it may hold {@code %n} and {@code %%}. */
    private static String formatted(final String text)
    {
        return text.replace("%n", " ").replace("%%", "%");
    }

    /** Returns text in which no letter is a request. */
    private static String text(final String text)
    {
        final StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++)
        {
            final char letter = text.charAt(i);
            switch (letter)
            {
                case ESCAPE -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '.' -> escaped.append(i == 0 ? "\\&." : ".");
                default -> escaped.append(letter);
            }
        }

        return escaped.toString();
    }

    private static String quoted(final String text)
    {
        return '"' + text(text).replace("\"", "\\(dq") + '"';
    }
}
