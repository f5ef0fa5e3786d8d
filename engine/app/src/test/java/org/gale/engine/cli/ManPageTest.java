package org.gale.engine.cli;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of manual pages, to the letter: each part of a command stands under its heading. */
@SuppressWarnings("UnusedVariable")                                             // a page names what is never parsed
class ManPageTest
{
    @Command(name = "tool", header = {"Does one", "thing."}, description = {"", ".A 100 %% of it%n", "It's \\ \"x\"."},
        footer = {"Examples:", "  tool -x"}, subcommands = {Inner.class, Bare.class})
    private static final class Tool
    {
        @ArgGroup(heading = "What to \"do\":%n")
        private Group group;

        @Parameters(index = "1", paramLabel = "FILE", description = "The file.")
        private String file;

        @Option(names = {"-q", "--quiet"}, description = {"Say", "nothing."})
        private boolean isQuiet;
    }

    private static final class Group
    {
        @Parameters(index = "0", paramLabel = "WHAT", description = "What it is.")
        private String what;

        @Option(names = "-C", paramLabel = "K=V", description = "A key.")
        private List<String> keys;

        @Option(names = "--every-one", paramLabel = "N", description = "Each N-th.")
        private int every;
    }

    @Command(name = "inner", header = "Is inside.")
    private static final class Inner
    {
        @Option(names = "--all", description = "All.")
        private boolean isAll;
    }

    @Command(name = "wide", description = "Takes two lines.")
    private static final class Wide
    {
        @Option(names = "--first", paramLabel = "A_LONG_NAME_OF_A_VALUE", description = "One.")
        private String first;

        @Option(names = "--second", paramLabel = "A_LONG_NAME_OF_A_VALUE", description = "Two.")
        private String second;

        @Option(names = "--third", paramLabel = "A_LONG_NAME_OF_A_VALUE", description = "Three.")
        private String third;

        @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
        private String file;
    }

    @Command(name = "bare")
    private static final class Bare
    {
    }

    @Test
    void shouldShowEachPartUnderItsHeading()
    {
        assertEquals("""
            .TH "TOOL" 1 "" "gale (no version: not run from its jar)" "Gale"
            .SH "NAME"
            tool \\- Does one thing.
            .SH "SYNOPSIS"
            .nf
            tool [\\-q] [WHAT | \\-C=K=V [\\-C=K=V]... | \\-\\-every\\-one=N] FILE [COMMAND]
            .fi
            .SH "DESCRIPTION"
            .nf

            \\&.A 100 % of it\s
            It\\(aqs \\e "x".
            .fi
            .SH "OPTIONS"
            .SS "What to \\(dqdo\\(dq"
            .TP
            \\fIWHAT\\fR
            What it is.
            .TP
            \\fB\\-C\\fR\\fIK=V\\fR
            A key.
            .TP
            \\fB\\-\\-every\\-one\\fR \\fIN\\fR
            Each N\\-th.
            .SS "General"
            .TP
            \\fIFILE\\fR
            The file.
            .TP
            \\fB\\-q\\fR, \\fB\\-\\-quiet\\fR
            Say nothing.
            .SH "COMMANDS"
            .TP
            \\fBinner\\fR
            Is inside.
            .TP
            \\fBbare\\fR

            .SH "NOTES"
            .nf
            Examples:
              tool \\-x
            .fi
            """, ManPage.of(new CommandLine(new Tool())));
    }

    @Test
    void shouldLeaveOutWhatACommandLacks()
    {
        assertEquals("""
            .TH "BARE" 1 "" "gale (no version: not run from its jar)" "Gale"
            .SH "NAME"
            bare
            .SH "SYNOPSIS"
            .nf
            bare
            .fi
            """, ManPage.of(new CommandLine(new Bare())));
    }

    @Test
    void shouldNameAnInnerCommandByAllItsNames()
    {
        assertEquals("""
            .TH "TOOL\\-INNER" 1 "" "gale (no version: not run from its jar)" "Gale"
            .SH "NAME"
            tool\\-inner \\- Is inside.
            .SH "SYNOPSIS"
            .nf
            tool inner [\\-\\-all]
            .fi
            .SH "OPTIONS"
            .TP
            \\fB\\-\\-all\\fR
            All.
            """, ManPage.of(new CommandLine(new Tool()).getSubcommands().get("inner")));
    }

    @Test
    void shouldShowEachLineOfALongUsage()
    {
        final String page = ManPage.of(new CommandLine(new Wide()));

        assertThat(page).contains("""
            .SH "SYNOPSIS"
            .nf
            wide [\\-\\-first=A_LONG_NAME_OF_A_VALUE] [\\-\\-second=A_LONG_NAME_OF_A_VALUE]
                 [\\-\\-third=A_LONG_NAME_OF_A_VALUE] FILE
            .fi
            .SH "DESCRIPTION"
            """);
    }
}
