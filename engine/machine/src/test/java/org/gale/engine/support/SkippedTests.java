package org.gale.engine.support;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Listener that says in one line at the end of a module which tests were skipped, and what they need. */
public final class SkippedTests implements TestExecutionListener
{
    private static final String PREFIX = "Assumption failed: ";

    private final Map<String, Integer> reasons = new TreeMap<>();

    @Override
    public synchronized void executionFinished(final TestIdentifier test, final TestExecutionResult result)
    {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED)
        {
            skipped(result.getThrowable().map(Throwable::getMessage).orElse("no reason"));
        }
    }

    @Override
    public synchronized void executionSkipped(final TestIdentifier test, final String reason)
    {
        skipped(reason);
    }

    @Override
    public synchronized void testPlanExecutionFinished(final TestPlan plan)
    {
        final String line = line();
        if (!line.isEmpty())
        {
            System.out.println(line);
        }
    }

    /** Returns the line, or an empty text if nothing was skipped. */
    String line()
    {
        final int count = reasons.values().stream().mapToInt(Integer::intValue).sum();

        return count == 0 ? "" : "gale: skipped " + count + (count == 1 ? " test: " : " tests: ") +
            reasons.entrySet().stream().map(reason -> reason.getKey() + " (" + reason.getValue() + ')')
                .collect(Collectors.joining(", "));
    }

    void skipped(final String reason)
    {
        final String text = reason == null ? "no reason" :
            reason.startsWith(PREFIX) ? reason.substring(PREFIX.length()) : reason;
        reasons.merge(text.lines().findFirst().orElse("no reason"), 1, Integer::sum);
    }
}
