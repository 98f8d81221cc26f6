"""In which order the schema wants the elements of MSPDI: Microsoft Project refuses another one.

The published schema is that of 2007; the elements of later versions stand where those versions write them.

References
----------
Microsoft, "Project XML Data Interchange Schema Reference", project, task, resource and assignment elements.
"""

from __future__ import annotations

from typing import Final

_PROJECT: Final = (
    "SaveVersion BuildNumber UID GUID Name Title Subject Category Company Manager Author CreationDate "
    "Revision LastSaved ScheduleFromStart StartDate FinishDate FYStartDate CriticalSlackLimit "
    "CurrencyDigits CurrencySymbol CurrencyCode CurrencySymbolPosition CalendarUID BaselineCalendar "
    "DefaultStartTime DefaultFinishTime MinutesPerDay MinutesPerWeek DaysPerMonth DefaultTaskType "
    "DefaultFixedCostAccrual DefaultStandardRate DefaultOvertimeRate DurationFormat WorkFormat "
    "EditableActualCosts HonorConstraints EarnedValueMethod InsertedProjectsLikeSummary "
    "MultipleCriticalPaths NewTasksEffortDriven NewTasksEstimated SplitsInProgressTasks SpreadActualCost "
    "SpreadPercentComplete TaskUpdatesResource FiscalYearStart WeekStartDay MoveCompletedEndsBack "
    "MoveRemainingStartsBack MoveRemainingStartsForward MoveCompletedEndsForward BaselineForEarnedValue "
    "AutoAddNewResourcesAndTasks StatusDate CurrentDate MicrosoftProjectServerURL Autolink "
    "NewTaskStartDate NewTasksAreManual DefaultTaskEVMethod ProjectExternallyEdited ExtendedCreationDate "
    "ActualsInSync RemoveFileProperties AdminProject UpdateManuallyScheduledTasksWhenEditingLinks "
    "KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled Views Filters Groups Tables Maps Reports Drawings "
    "DataLinks VBAProjects OutlineCodes WBSMasks ExtendedAttributes Calendars Tasks Resources Assignments"
)
_CALENDAR: Final = (
    "UID GUID Name IsBaseCalendar IsBaselineCalendar BaseCalendarUID WeekDays Exceptions WorkWeeks"
)
_TASK: Final = (
    "UID GUID ID Name Active Manual Type IsNull CreateDate Contact WBS WBSLevel OutlineNumber "
    "OutlineLevel Priority Start Finish Duration ManualStart ManualFinish ManualDuration DurationFormat "
    "Work Stop Resume ResumeValid EffortDriven Recurring OverAllocated Estimated Milestone Summary "
    "DisplayAsSummary Critical IsSubproject IsSubprojectReadOnly SubprojectName ExternalTask "
    "ExternalTaskProject EarlyStart EarlyFinish LateStart LateFinish StartVariance FinishVariance "
    "WorkVariance FreeSlack TotalSlack StartSlack FinishSlack FixedCost FixedCostAccrual PercentComplete "
    "PercentWorkComplete Cost OvertimeCost OvertimeWork ActualStart ActualFinish ActualDuration "
    "ActualCost ActualOvertimeCost ActualWork ActualOvertimeWork RegularWork RemainingDuration "
    "RemainingCost RemainingWork RemainingOvertimeCost RemainingOvertimeWork ACWP CV ConstraintType "
    "CalendarUID ConstraintDate Deadline LevelAssignments LevelingCanSplit LevelingDelay "
    "LevelingDelayFormat PreLeveledStart PreLeveledFinish Hyperlink HyperlinkAddress HyperlinkSubAddress "
    "IgnoreResourceCalendar Notes HideBar Rollup BCWS BCWP PhysicalPercentComplete EarnedValueMethod "
    "PredecessorLink ActualWorkProtected ActualOvertimeWorkProtected ExtendedAttribute Baseline "
    "OutlineCode IsPublished StatusManager CommitmentStart CommitmentFinish CommitmentType TimephasedData"
)
_RESOURCE: Final = (
    "UID GUID ID Name Type IsNull Initials Phonetics NTAccount MaterialLabel Code Group WorkGroup "
    "EmailAddress Hyperlink HyperlinkAddress HyperlinkSubAddress MaxUnits PeakUnits OverAllocated "
    "AvailableFrom AvailableTo Start Finish CanLevel AccrueAt Work RegularWork OvertimeWork ActualWork "
    "RemainingWork ActualOvertimeWork RemainingOvertimeWork PercentWorkComplete StandardRate "
    "StandardRateFormat Cost OvertimeRate OvertimeRateFormat OvertimeCost CostPerUse ActualCost "
    "ActualOvertimeCost RemainingCost RemainingOvertimeCost WorkVariance CostVariance SV CV ACWP "
    "CalendarUID Notes BCWS BCWP IsGeneric IsInactive IsEnterprise BookingType ActualWorkProtected "
    "ActualOvertimeWorkProtected ActiveDirectoryGUID CreationDate ExtendedAttribute Baseline OutlineCode "
    "IsCostResource AssnOwner AssnOwnerGuid IsBudget AvailabilityPeriods Rates TimephasedData"
)
_ASSIGNMENT: Final = (
    "UID GUID TaskUID ResourceUID PercentWorkComplete ActualCost ActualFinish ActualOvertimeCost "
    "ActualOvertimeWork ActualStart ActualWork ACWP Confirmed Cost CostRateTable RateScale CostVariance "
    "CV Delay Finish FinishVariance Hyperlink HyperlinkAddress HyperlinkSubAddress WorkVariance "
    "HasFixedRateUnits FixedMaterial LevelingDelay LevelingDelayFormat LinkedFields Milestone Notes "
    "Overallocated OvertimeCost OvertimeWork PeakUnits RegularWork RemainingCost RemainingOvertimeCost "
    "RemainingOvertimeWork RemainingWork ResponsePending Start Stop Resume StartVariance Summary SV "
    "Units UpdateNeeded VAC Work WorkContour BCWS BCWP BookingType ActualWorkProtected "
    "ActualOvertimeWorkProtected CreationDate AssnOwner AssnOwnerGuid BudgetCost BudgetWork "
    "ExtendedAttribute Baseline TimephasedData"
)
_BASELINE: Final = (
    "TimephasedData Number Interim Start Finish Duration DurationFormat EstimatedDuration Work Cost BCWS "
    "BCWP FixedCost"
)
_LINK: Final = "PredecessorUID Type CrossProject CrossProjectName LinkLag LagFormat"
_CUSTOM_VALUE: Final = "FieldID Value ValueGUID DurationFormat"

ORDER: Final = {
    parent: {name: place for place, name in enumerate(names.split())}
    for parent, names in {
        "Project": _PROJECT,
        "Calendar": _CALENDAR,
        "Task": _TASK,
        "Resource": _RESOURCE,
        "Assignment": _ASSIGNMENT,
        "Baseline": _BASELINE,
        "PredecessorLink": _LINK,
        "ExtendedAttribute": _CUSTOM_VALUE,
    }.items()
}
"""Name of an element → name of a child → its place."""
