package org.gale.engine.report.verdict;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.TerminalText;

/** Forms in which other systems read verdicts. */
public enum VerdictForm
{
    /** Report of a test suite. */
    JUNIT
    {
        @Override
        public void write(final Verdicts verdicts, final Writer writer) throws IOException
        {
            JUnitXml.write(verdicts, writer);
        }
    },
    /** Summary for a request to merge. */
    MARKDOWN
    {
        @Override
        public void write(final Verdicts verdicts, final Writer writer) throws IOException
        {
            for (final String line : markdown(verdicts))
            {
                writer.write(line);
                writer.write('\n');
            }
            writer.flush();
        }
    },
    /** Measures of which smaller values are better. */
    SMALLER_IS_BETTER
    {
        @Override
        public void write(final Verdicts verdicts, final Writer writer) throws IOException
        {
            measures(verdicts, true, writer);
        }
    },
    /** Measures of which bigger values are better. */
    BIGGER_IS_BETTER
    {
        @Override
        public void write(final Verdicts verdicts, final Writer writer) throws IOException
        {
            measures(verdicts, false, writer);
        }
    };

    /** Lines of one verdict that a summary shows. */
    private static final int DETAIL_LIMIT = 40;

    /** Writes verdicts. The writer is flushed, not closed. */
    public abstract void write(Verdicts verdicts, Writer writer) throws IOException;

    private static List<String> markdown(final Verdicts verdicts)
    {
        final List<String> lines = new ArrayList<>();
        final long failed = verdicts.count(Verdict.Status.FAILED) + verdicts.count(Verdict.Status.ERROR);
        lines.add("### " + verdicts.command() + ": " + (failed == 0 ? "nothing failed" :
            NumberText.count(failed) + " of " + verdicts.all().size() + " failed"));
        lines.add("");
        lines.add("| | what | verdict |");
        lines.add("| --- | --- | --- |");
        for (final Verdict verdict : verdicts.all())
        {
            lines.add("| " + sign(verdict.status()) + " | " + cell(verdict.name()) + " | " +
                (verdict.message().isEmpty() ? "holds" : cell(verdict.message())) + " |");
        }
        for (final Verdict verdict : verdicts.all())
        {
            if (!verdict.details().isEmpty())
            {
                lines.add("");
                lines.add("**" + cell(verdict.name()) + "**");
                lines.add("");
                verdict.details().stream().limit(DETAIL_LIMIT)
                    .forEach(detail -> lines.add("    " + TerminalText.line(detail)));
                if (verdict.details().size() > DETAIL_LIMIT)
                {
                    lines.add("    ... and " +
                        NumberText.counted(verdict.details().size() - DETAIL_LIMIT, "line") + " more");
                }
            }
        }

        return lines;
    }

    private static String sign(final Verdict.Status status)
    {
        return switch (status)
        {
            case PASSED -> "ok";
            case FAILED -> "**failed**";
            case SKIPPED -> "no verdict";
            case ERROR -> "**error**";
        };
    }

    /** Returns a text that is a cell of a table, and nothing else. */
    private static String cell(final String text)
    {
        return TerminalText.line(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
            .replace("`", "\\`").replace("*", "\\*").replace("_", "\\_");
    }

    private static void measures(final Verdicts verdicts, final boolean isSmallerBetter, final Writer writer)
        throws IOException
    {
        String separator = "[\n  ";
        for (final Measure measure : verdicts.measures())
        {
            if (measure.isSmallerBetter() == isSmallerBetter)
            {
                writer.write(separator + JsonText.line(json ->
                {
                    json.writeStringField("name", measure.name());
                    json.writeStringField("unit", measure.unit());
                    json.writeObjectField("value", number(measure.value()));
                }));
                separator = ",\n  ";
            }
        }
        writer.write(separator.startsWith("[") ? "[]\n" : "\n]\n");
        writer.flush();
    }

    private static Number number(final BigDecimal value)
    {
        return value.scale() <= 0 ? (Number)value.longValue() : value;
    }
}
