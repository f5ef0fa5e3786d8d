package org.gale.tests.support;

import java.util.ServiceLoader;

import org.gale.engine.support.SkippedTests;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.TestExecutionListener;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SkippedTestsListenerTest
{
    @Test
    void shouldSumUpTheSkippedTestsOfThisModule()
    {
        final long listeners = ServiceLoader.load(TestExecutionListener.class).stream()
            .filter(provider -> provider.type() == SkippedTests.class).count();

        assertEquals(1, listeners);
    }
}
