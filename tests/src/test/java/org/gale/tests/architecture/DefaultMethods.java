package org.gale.tests.architecture;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Default methods of interfaces that answer by themselves instead of combining other methods of the interface. */
final class DefaultMethods extends ArchCondition<JavaMethod>
{
    static final ArchCondition<JavaMethod> CALL_THEIR_INTERFACE = new DefaultMethods();

    private DefaultMethods()
    {
        super("call methods of their interface, if they are default methods");
    }

    @Override
    public void check(final JavaMethod method, final ConditionEvents events)
    {
        final boolean isDefault = !method.getModifiers().contains(JavaModifier.ABSTRACT) &&
            !method.getModifiers().contains(JavaModifier.STATIC) &&
            !method.getModifiers().contains(JavaModifier.PRIVATE) &&
            !method.getModifiers().contains(JavaModifier.SYNTHETIC);
        if (isDefault && method.getMethodCallsFromSelf().stream()
            .noneMatch(call -> call.getTargetOwner().equals(method.getOwner())))
        {
            events.add(SimpleConditionEvent.violated(method, method.getFullName() + " answers by itself"));
        }
    }
}
