package org.gale.engine.cli.storm;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.cli.console.EndAtOnce;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.TerminationSignals;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.OutputFile;
import org.gale.engine.report.AnswerJson;
import org.gale.engine.report.AnswerText;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.document.AnswerLaws;
import org.gale.engine.report.page.AnswerPage;
import org.gale.engine.report.shown.WrittenAnswer;
import org.gale.engine.storm.answer.Runner;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.run.StormMachines;
import org.gale.engine.storm.run.StormRuns;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.system.Machines;

/** Console of a question: shows how much of the runs is left, then the answer. Owner: the main thread. */
final class AnswerConsole
{
    private static final double SECOND_NS = 1e9;
    private static final int HUNDRED = 100;

    private final StormInquiry inquiry;
    private final StormRuns runs;
    private final PrintWriter out;
    private final PrintWriter err;
    private final String prefix;
    private final boolean isQuiet;
    private final TerminationSignals interrupts = new TerminationSignals(() -> { }, this::endAtOnce);
    private final ProgressLine progress;
    private final long beganNs = HostClock.nanoTime();

    /**
     * @param prefix  of messages
     * @param isQuiet true to show errors alone
     */
    AnswerConsole(final StormInquiry inquiry, final StormRuns runs, final PrintWriter out, final PrintWriter err,
        final String prefix, final boolean isQuiet)
    {
        this.inquiry = inquiry;
        this.runs = runs;
        this.out = out;
        this.err = err;
        this.prefix = prefix;
        this.isQuiet = isQuiet;
        this.progress = new ProgressLine(err, !isQuiet && Terminal.isTerminal(Terminal.STDERR), beganNs);
    }

    /** Runs everything, and writes the answer. */
    Outcome run()
    {
        final Answer answer;
        try (TerminationSignals taken = interrupts)
        {
            taken.install();
            answer = inquiry.asker().ask(new Runner(inquiry.planner(),
                new StormMachines(Machines::create), runs, Program.version(),
                Runtime.getRuntime().availableProcessors(), interrupts::isRaised, this::show), inquiry.head());
        }
        catch (final OutcomeException ex)
        {
            progress.clear();
            print(ex.getMessage());
            return ex.outcome();
        }
        progress.close();
        final JsonNode config = StormJson.config(inquiry.described());
        final List<String> text = AnswerText.lines(answer, config);
        if (!isQuiet && !ShownSettings.STDOUT.equals(inquiry.outputs().get(StormSettings.JSON)))
        {
            text.forEach(line -> out.println(TerminalText.line(line)));
            out.flush();
            if (Terminal.isTerminal(Terminal.STDERR))
            {
                print(AnswerText.processors(answer));
            }
        }

        final JsonNode tree = AnswerJson.tree(answer, config);

        final List<String> faults =
            AnswerLaws.faults(tree, inquiry.described().config().value(StormSettings.SEED));

        return Outcome.first(Outcome.first(WrittenReport.outcome("answer", faults, this::print),
            WrittenReport.outcome("text of the answer", WrittenAnswer.faults(text, tree), this::print)),
            files(answer, config));
    }

    private Outcome files(final Answer answer, final JsonNode config)
    {
        final ReportFiles files = new ReportFiles(out, this::print);

        return Outcome.first(
            files.text("--json", inquiry.outputs().get(StormSettings.JSON),
                writer -> AnswerJson.write(answer, config, writer)),
            files.file("--html", inquiry.outputs().get(ShownSettings.HTML), path -> OutputFile.writeText(
                path, writer -> AnswerPage.write(
                    answer, config, inquiry.assumed(), inquiry.heading(), writer))));
    }

    /** Shows how much is left, by the time that the runs took so far. */
    private void show(final int ended, final int expected)
    {
        final long nowNs = HostClock.nanoTime();
        if (progress.isDue(nowNs))
        {
            progress.draw(text(ended, expected, (nowNs - beganNs) / SECOND_NS), nowNs);
        }
    }

    /** Returns the line that shows how much is left. */
    static String text(final int ended, final int expected, final double elapsedS)
    {
        final int all = Math.max(1, Math.max(ended, expected));
        final String left = ended == 0 ? "" :
            String.format(Locale.ROOT, "   about %.0f s left", elapsedS * (all - ended) / ended);

        return String.format(Locale.ROOT, "  run %,d of about %,d   %d %%%s", ended, all, HUNDRED * ended / all, left);
    }

    private void endAtOnce()
    {
        new EndAtOnce(err, prefix).after(() -> { });
    }

    private void print(final String message)
    {
        err.println(prefix + TerminalText.of(message));
        err.flush();
    }
}
