package org.gale.engine.cli.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.gale.engine.cli.console.Terminal;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.TerminalBuilder;

/** Lines of the prompt: edited, with history and completion, on a terminal; plain ones otherwise. */
final class StepLines
{
    private StepLines()
    {
    }

    /** Returns the lines of standard input. */
    static StepConsole.Lines standard(final StepConsole console, final PrintWriter out) throws IOException
    {
        if (!Terminal.isTerminal(Terminal.STDIN) || !Terminal.isTerminal(Terminal.STDOUT))
        {
            final BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

            return Terminal.isDevice(Terminal.STDIN) && Terminal.isDevice(Terminal.STDOUT) ?
                prompted(input, out) : StepConsole.of(input);
        }
        final LineReader reader = LineReaderBuilder.builder()
            .terminal(TerminalBuilder.builder().system(true).exec(true).dumb(true).build())
            .completer((lineReader, line, candidates) -> console.candidates(line.words().subList(0, line.wordIndex()))
                .forEach(word -> candidates.add(new Candidate(word))))
            .build();

        return () ->
        {
            while (true)
            {
                try
                {
                    return reader.readLine(StepConsole.PROMPT);
                }
                catch (final UserInterruptException ex)                         // Ctrl-C drops the line
                {
                    out.flush();
                }
                catch (final EndOfFileException ex)                             // Ctrl-D is the end
                {
                    return null;
                }
            }
        };
    }

    /** Returns the lines of a reader, each after its prompt: those of a terminal that cannot edit a line. */
    static StepConsole.Lines prompted(final BufferedReader reader, final PrintWriter out)
    {
        return () ->
        {
            out.print(StepConsole.PROMPT);
            out.flush();

            return reader.readLine();
        };
    }
}
