package org.gale.engine.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.TerminalBuilder;

/** Lines of the prompt: edited, with history and completion, on a terminal; plain ones otherwise. */
final class StepLines
{
    private StepLines()
    {
    }

    /** Returns the lines of standard input. */
    static StepConsole.Lines standard() throws IOException
    {
        if (!Terminal.isTerminal(Terminal.STDIN) || !Terminal.isTerminal(Terminal.STDOUT))
        {
            return StepConsole.of(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        }
        final LineReader reader = LineReaderBuilder.builder()
            .terminal(TerminalBuilder.builder().system(true).exec(true).dumb(true).build())
            .completer(new StringsCompleter(
                StepConsole.COMMANDS.keySet().stream().map(usage -> usage.split(" ", -1)[0]).toList()))
            .build();

        return prompt ->
        {
            try
            {
                return reader.readLine(prompt);
            }
            catch (final EndOfFileException | UserInterruptException ex)
            {
                return null;                                                    // Ctrl-D or Ctrl-C: the end
            }
        };
    }
}
