package org.gale.tests.mutation;

import java.util.Arrays;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Program that runs test classes until one fails: exit code 9 if one did, 0 if all passed, 2 if there was none. */
final class FaultRun
{
    static final int FOUND = 9;
    static final int NOT_FOUND = 0;

    private FaultRun()
    {
    }

    /** Runs the classes with these names. */
    public static void main(final String[] names)
    {
        final LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
            .selectors(Arrays.stream(names).map(DiscoverySelectors::selectClass).toList())
            .filters(TagFilter.excludeTags("slow", "faults"))
            .build();
        final int[] passed = new int[1];
        LauncherFactory.create().execute(request, new TestExecutionListener()
        {
            @Override
            public void executionFinished(final TestIdentifier test, final TestExecutionResult result)
            {
                if (result.getStatus() == TestExecutionResult.Status.FAILED)
                {
                    System.out.println(name(test) + ": " + result.getThrowable().orElse(null));
                    System.out.flush();
                    Runtime.getRuntime().halt(FOUND);
                }
                passed[0] += test.isTest() ? 1 : 0;
            }
        });
        Runtime.getRuntime().halt(passed[0] == 0 ? 2 : NOT_FOUND);
    }

    private static String name(final TestIdentifier test)
    {
        return test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
            .map(source -> source.getClassName().replaceAll(".*[.]", "") + '.' + source.getMethodName())
            .orElse(test.getDisplayName());
    }
}
