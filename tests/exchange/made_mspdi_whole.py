"""An MSPDI document with something of every kind, written by hand in the order of the schema."""

from __future__ import annotations

from exchange.made_mspdi import NAMESPACE, office_week, weekday

_BASELINES = "".join(
    f"<Baseline><TimephasedData><Type>{9 if not n else 12 + 6 * n}</Type><UID>2</UID>"
    f"<Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish><Unit>2</Unit>"
    f"<Value>PT8H0M0S</Value></TimephasedData><Number>{n}</Number><Interim>0</Interim>"
    f"<Start>2026-03-02T08:00:00</Start><Finish>2026-03-0{3 + n % 4}T17:00:00</Finish>"
    f"<Duration>PT{8 + n}H0M0S</Duration><DurationFormat>5</DurationFormat>"
    f"<EstimatedDuration>0</EstimatedDuration><Work>PT{8 + n}H0M0S</Work><Cost>{1000 + n}</Cost>"
    f"<BCWS>0</BCWS><BCWP>0</BCWP><FixedCost>0</FixedCost></Baseline>"
    for n in range(11)
)
_RESOURCE_BASELINES = "".join(
    f"<Baseline><Number>{n}</Number><Work>PT{8 + n}H0M0S</Work><Cost>{500 + n}</Cost><BCWS>0</BCWS>"
    "<BCWP>0</BCWP></Baseline>"
    for n in range(11)
)
_ASSIGNMENT_BASELINES = "".join(
    f"<Baseline><TimephasedData><Type>{4 if not n else 10 + 6 * n}</Type><UID>11</UID>"
    f"<Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish><Unit>2</Unit>"
    f"<Value>PT8H0M0S</Value></TimephasedData><Number>{n}</Number><Start>2026-03-02T08:00:00</Start>"
    f"<Finish>2026-03-03T17:00:00</Finish><Work>PT{8 + n}H0M0S</Work><Cost>{500 + n}</Cost></Baseline>"
    for n in range(11)
)

_HEAD = (
    "<SaveVersion>14</SaveVersion><BuildNumber>16.0.1.1</BuildNumber><UID>P-1</UID>"
    "<GUID>5B1A0000-0000-0000-0000-000000000001</GUID><Name>sluis.xml</Name>"
    "<Title>Sluis &amp; brug</Title><Subject>Onderwerp</Subject><Category>Werken</Category>"
    "<Company>Wegen</Company><Manager>An</Manager><Author>Bo</Author>"
    "<CreationDate>2026-01-05T08:00:00</CreationDate><Revision>7</Revision>"
    "<LastSaved>2026-02-01T12:30:00</LastSaved><ScheduleFromStart>1</ScheduleFromStart>"
    "<StartDate>2026-03-02T08:00:00</StartDate><FinishDate>2026-03-13T17:00:00</FinishDate>"
    "<FYStartDate>4</FYStartDate><CriticalSlackLimit>2</CriticalSlackLimit>"
    "<CurrencyDigits>0</CurrencyDigits><CurrencySymbol>€</CurrencySymbol><CurrencyCode>EUR</CurrencyCode>"
    "<CurrencySymbolPosition>3</CurrencySymbolPosition><CalendarUID>3</CalendarUID>"
    "<DefaultStartTime>08:30:00</DefaultStartTime><DefaultFinishTime>17:30:00</DefaultFinishTime>"
    "<MinutesPerDay>480</MinutesPerDay><MinutesPerWeek>2400</MinutesPerWeek><DaysPerMonth>20</DaysPerMonth>"
    "<DefaultTaskType>1</DefaultTaskType><DefaultFixedCostAccrual>3</DefaultFixedCostAccrual>"
    "<DefaultStandardRate>10</DefaultStandardRate><DurationFormat>5</DurationFormat>"
    "<WorkFormat>2</WorkFormat><EditableActualCosts>1</EditableActualCosts>"
    "<HonorConstraints>0</HonorConstraints><EarnedValueMethod>1</EarnedValueMethod>"
    "<InsertedProjectsLikeSummary>0</InsertedProjectsLikeSummary>"
    "<MultipleCriticalPaths>1</MultipleCriticalPaths><NewTasksEffortDriven>1</NewTasksEffortDriven>"
    "<SplitsInProgressTasks>0</SplitsInProgressTasks><WeekStartDay>1</WeekStartDay>"
    "<BaselineForEarnedValue>3</BaselineForEarnedValue><StatusDate>2026-03-06T17:00:00</StatusDate>"
    "<CurrentDate>2026-03-06T08:00:00</CurrentDate><Autolink>1</Autolink>"
    "<Views><View><Name>Gantt</Name><IsCustomized>true</IsCustomized></View></Views>"
    "<Filters><Filter><Name>Kritiek</Name></Filter></Filters>"
    "<NieuwInLatereVersie soort='x'><Deel a='1' b='2'>iets</Deel></NieuwInLatereVersie>"
)
_CODES = (
    "<OutlineCodes><OutlineCode><Guid>AB</Guid><FieldID>188744096</FieldID>"
    "<FieldName>Outline Code1</FieldName>"
    "<Alias>Dienst</Alias><Values><Value><ValueID>1</ValueID><FieldGUID>F1</FieldGUID><Type>21</Type>"
    "<Value>Wegen</Value><Description>dienst</Description></Value><Value><ValueID>2</ValueID>"
    "<ParentValueID>1</ParentValueID><Type>21</Type><Value>Bruggen</Value></Value></Values>"
    "<LeafOnly>1</LeafOnly><Masks><Mask><Level>1</Level><Type>3</Type><Length>0</Length>"
    "<Separator>.</Separator></Mask></Masks></OutlineCode></OutlineCodes>"
    "<WBSMasks><VerifyUniqueCodes>1</VerifyUniqueCodes><GenerateCodes>1</GenerateCodes><Prefix>S-</Prefix>"
    "<WBSMask><Level>1</Level><Type>0</Type><Length>2</Length><Separator>-</Separator></WBSMask></WBSMasks>"
    "<ExtendedAttributes><ExtendedAttribute><FieldID>188743731</FieldID><FieldName>Text1</FieldName>"
    "<CFType>6</CFType><Guid>G1</Guid><Alias>Wijk</Alias><RollupType>0</RollupType>"
    '<CalculationType>1</CalculationType><Formula>[Text2] &amp; "-x"</Formula>'
    "<ValueList><Value><ID>1</ID><Value>Noord</Value><Description>N</Description></Value></ValueList>"
    "</ExtendedAttribute><ExtendedAttribute><FieldID>188743734</FieldID><FieldName>Text2</FieldName>"
    "<Alias>Poort</Alias></ExtendedAttribute></ExtendedAttributes>"
)
_CALENDARS = (
    "<Calendars><Calendar><UID>3</UID><GUID>C3</GUID><Name>Standaard</Name><IsBaseCalendar>1</IsBaseCalendar>"
    "<IsBaselineCalendar>1</IsBaselineCalendar><BaseCalendarUID>-1</BaseCalendarUID><WeekDays>"
    f"{office_week()}<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod>"
    "<FromDate>2026-05-01T00:00:00</FromDate><ToDate>2026-05-01T23:59:00</ToDate></TimePeriod></WeekDay>"
    "</WeekDays><Exceptions><Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod>"
    "<FromDate>2026-05-01T00:00:00</FromDate><ToDate>2030-05-01T23:59:00</ToDate></TimePeriod>"
    "<Occurrences>5</Occurrences><Name>Dag van de Arbeid</Name><Type>2</Type><Month>4</Month>"
    "<MonthDay>1</MonthDay><DayWorking>0</DayWorking></Exception></Exceptions><WorkWeeks><WorkWeek>"
    "<TimePeriod><FromDate>2026-07-06T00:00:00</FromDate><ToDate>2026-07-10T23:59:00</ToDate></TimePeriod>"
    f"<Name>zomer</Name><WeekDays>{weekday(2, ('07:00', '13:00'))}</WeekDays></WorkWeek></WorkWeeks>"
    "</Calendar>"
    "<Calendar><UID>7</UID><Name>An</Name><IsBaseCalendar>0</IsBaseCalendar>"
    "<BaseCalendarUID>3</BaseCalendarUID></Calendar>"
    "<Calendar><UID>8</UID><Name>Bo</Name><IsBaseCalendar>0</IsBaseCalendar>"
    f"<BaseCalendarUID>3</BaseCalendarUID><WeekDays>{weekday(4)}</WeekDays></Calendar>"
    f"<Calendar><UID>9</UID><Name>Ploegen</Name><IsBaseCalendar>1</IsBaseCalendar><BaseCalendarUID>-1"
    f"</BaseCalendarUID><WeekDays>{office_week()}</WeekDays></Calendar></Calendars>"
)
_TASKS = (
    "<Tasks><Task><UID>0</UID><ID>0</ID><Name>Sluis</Name><Type>1</Type><IsNull>0</IsNull>"
    "<CreateDate>2026-01-05T08:00:00</CreateDate><WBS>0</WBS><OutlineNumber>0</OutlineNumber>"
    "<OutlineLevel>0</OutlineLevel><Start>2026-03-02T08:00:00</Start><Finish>2026-03-13T17:00:00</Finish>"
    "<Notes>Over het hele project</Notes></Task>"
    "<Task><UID>1</UID><ID>1</ID><Name>Fase</Name><IsNull>0</IsNull><WBS>S-1</WBS>"
    "<OutlineNumber>1</OutlineNumber><OutlineLevel>1</OutlineLevel><Start>2026-03-02T08:00:00</Start>"
    "<Finish>2026-03-06T17:00:00</Finish><Duration>PT40H0M0S</Duration><Summary>1</Summary></Task>"
    "<Task><UID>2</UID><GUID>T2</GUID><ID>2</ID><Name>Graven</Name><Active>1</Active><Manual>0</Manual>"
    "<Type>0</Type><IsNull>0</IsNull><CreateDate>2026-01-05T08:00:00</CreateDate><Contact>Cé</Contact>"
    "<WBS>S-1.1</WBS><WBSLevel>1</WBSLevel><OutlineNumber>1.1</OutlineNumber><OutlineLevel>2</OutlineLevel>"
    "<Priority>750</Priority><Start>2026-03-02T08:00:00</Start><Finish>2026-03-04T17:00:00</Finish>"
    "<Duration>PT24H0M0S</Duration><DurationFormat>7</DurationFormat><Work>PT16H0M0S</Work>"
    "<ResumeValid>0</ResumeValid><EffortDriven>1</EffortDriven><Recurring>0</Recurring>"
    "<OverAllocated>0</OverAllocated><Estimated>1</Estimated><Milestone>0</Milestone><Summary>0</Summary>"
    "<Critical>1</Critical><EarlyStart>2026-03-02T08:00:00</EarlyStart>"
    "<EarlyFinish>2026-03-04T17:00:00</EarlyFinish><LateStart>2026-03-02T08:00:00</LateStart>"
    "<LateFinish>2026-03-04T17:00:00</LateFinish><StartVariance>0</StartVariance>"
    "<FinishVariance>4800</FinishVariance><FreeSlack>0</FreeSlack><TotalSlack>0</TotalSlack>"
    "<StartSlack>0</StartSlack><FinishSlack>0</FinishSlack><FixedCost>25</FixedCost>"
    "<FixedCostAccrual>2</FixedCostAccrual><PercentComplete>0</PercentComplete><Cost>125</Cost>"
    "<ConstraintType>4</ConstraintType><CalendarUID>-1</CalendarUID>"
    "<ConstraintDate>2026-03-02T08:00:00</ConstraintDate><Deadline>2026-03-20T17:00:00</Deadline>"
    "<LevelingDelay>0</LevelingDelay><LevelingDelayFormat>8</LevelingDelayFormat>"
    "<Hyperlink>kaart</Hyperlink><HyperlinkAddress>plan.pdf</HyperlinkAddress>"
    "<Notes>Let op de\nleidingen</Notes><HideBar>0</HideBar>"
    "<PhysicalPercentComplete>5</PhysicalPercentComplete>"
    "<ExtendedAttribute><FieldID>188743731</FieldID><Value>Noord</Value><ValueGUID>V1</ValueGUID>"
    f"</ExtendedAttribute>{_BASELINES}<OutlineCode><FieldID>188744096</FieldID><ValueID>2</ValueID></OutlineCode>"
    "<IsPublished>1</IsPublished><CommitmentType>0</CommitmentType><NieuwVeld>onbekend</NieuwVeld>"
    "<TimephasedData><Type>11</Type><UID>2</UID><Start>2026-03-02T08:00:00</Start>"
    "<Finish>2026-03-03T08:00:00</Finish><Unit>2</Unit><Value>0</Value></TimephasedData></Task>"
    "<Task><UID>5</UID><ID>3</ID><IsNull>1</IsNull></Task>"
    "<Task><UID>4</UID><ID>4</ID><Name>Gunning</Name><IsNull>0</IsNull><OutlineNumber>1.2</OutlineNumber>"
    "<OutlineLevel>2</OutlineLevel><Start>2026-03-04T17:00:00</Start><Finish>2026-03-04T17:00:00</Finish>"
    "<Duration>PT0H0M0S</Duration><Milestone>1</Milestone><PredecessorLink><PredecessorUID>2</PredecessorUID>"
    "<Type>1</Type><CrossProject>0</CrossProject><LinkLag>0</LinkLag><LagFormat>7</LagFormat>"
    "</PredecessorLink><PredecessorLink><PredecessorUID>6</PredecessorUID><Type>1</Type>"
    "<CrossProject>1</CrossProject><CrossProjectName>brug.mpp\\4</CrossProjectName><LinkLag>0</LinkLag>"
    "<LagFormat>7</LagFormat></PredecessorLink><ExtendedAttribute><FieldID>188743734</FieldID>"
    "<Value>G3.2</Value></ExtendedAttribute></Task>"
    "<Task><UID>6</UID><ID>5</ID><Name>Brug klaar</Name><IsNull>0</IsNull><OutlineNumber>2</OutlineNumber>"
    "<OutlineLevel>1</OutlineLevel><Start>2026-03-03T08:00:00</Start><Finish>2026-03-03T17:00:00</Finish>"
    "<Duration>PT8H0M0S</Duration><ExternalTask>1</ExternalTask>"
    "<ExternalTaskProject>C:\\plannen\\brug.mpp\\4</ExternalTaskProject></Task>"
    "<Task><UID>7</UID><ID>6</ID><Name>Deelplan</Name><IsNull>0</IsNull><OutlineNumber>3</OutlineNumber>"
    "<OutlineLevel>1</OutlineLevel><Start>2026-03-02T08:00:00</Start><Finish>2026-03-04T17:00:00</Finish>"
    "<Duration>PT16H0M0S</Duration><IsSubproject>1</IsSubproject><SubprojectName>deel.mpp</SubprojectName>"
    "</Task></Tasks>"
)
_RESOURCES = (
    "<Resources><Resource><UID>0</UID><ID>0</ID><Type>1</Type><IsNull>0</IsNull><MaxUnits>1.00</MaxUnits>"
    "<CalendarUID>-1</CalendarUID></Resource><Resource><UID>3</UID><ID>1</ID><Name>An</Name><Type>1</Type>"
    "<IsNull>0</IsNull><Initials>A</Initials><Code>P12</Code><Group>Wegen</Group>"
    "<EmailAddress>an@voorbeeld.be</EmailAddress><MaxUnits>1.00</MaxUnits><PeakUnits>1.00</PeakUnits>"
    "<AccrueAt>3</AccrueAt><StandardRate>65.5</StandardRate><StandardRateFormat>2</StandardRateFormat>"
    "<OvertimeRate>80</OvertimeRate><CostPerUse>0</CostPerUse><CalendarUID>7</CalendarUID>"
    "<Notes>Deeltijds vanaf mei</Notes><BookingType>0</BookingType>"
    f"<ExtendedAttribute><FieldID>205520904</FieldID><Value>graver</Value></ExtendedAttribute>{_RESOURCE_BASELINES}<OutlineCode><FieldID>205521174</FieldID>"
    "<ValueID>1</ValueID></OutlineCode><AvailabilityPeriods><AvailabilityPeriod>"
    "<AvailableFrom>2026-01-01T00:00:00</AvailableFrom><AvailableTo>2026-12-31T00:00:00</AvailableTo>"
    "<AvailableUnits>1</AvailableUnits></AvailabilityPeriod></AvailabilityPeriods><Rates><Rate>"
    "<RatesFrom>2026-01-01T00:00:00</RatesFrom><RatesTo>2026-06-30T00:00:00</RatesTo><RateTable>0</RateTable>"
    "<StandardRate>65.5</StandardRate><StandardRateFormat>2</StandardRateFormat></Rate></Rates></Resource>"
    "<Resource><UID>4</UID><ID>2</ID><Name>Bo</Name><Type>1</Type><IsNull>0</IsNull>"
    "<MaxUnits>0.50</MaxUnits><CalendarUID>8</CalendarUID></Resource></Resources>"
)


def work(start: str, finish: str, value: str = "", *, kind: int = 1, uid: int = 11) -> str:
    """Return a ``TimephasedData`` element; without value it is a rest."""
    return (
        f"<TimephasedData><Type>{kind}</Type><UID>{uid}</UID><Start>{start}:00</Start>"
        f"<Finish>{finish}:00</Finish><Unit>2</Unit>{f'<Value>{value}</Value>' if value else ''}"
        "</TimephasedData>"
    )


_ASSIGNMENTS = (
    "<Assignments><Assignment><UID>11</UID><GUID>A11</GUID><TaskUID>2</TaskUID><ResourceUID>3</ResourceUID>"
    "<PercentWorkComplete>0</PercentWorkComplete><ActualCost>0</ActualCost><ActualWork>PT0H0M0S</ActualWork>"
    "<Cost>100</Cost><CostRateTable>1</CostRateTable><Delay>0</Delay><Finish>2026-03-04T17:00:00</Finish>"
    "<HasFixedRateUnits>1</HasFixedRateUnits><LevelingDelay>0</LevelingDelay>"
    "<LevelingDelayFormat>7</LevelingDelayFormat><Notes>Met de kraan</Notes>"
    "<RemainingWork>PT16H0M0S</RemainingWork><Start>2026-03-02T08:00:00</Start>"
    "<Stop>2026-03-02T08:00:00</Stop><Resume>2026-03-02T08:00:00</Resume><Units>1</Units>"
    "<Work>PT16H0M0S</Work><WorkContour>8</WorkContour><BookingType>0</BookingType>"
    "<ExtendedAttribute><FieldID>255852547</FieldID><Value>x</Value></ExtendedAttribute>"
    + _ASSIGNMENT_BASELINES
    + work("2026-03-02T08:00", "2026-03-03T08:00", "PT8H0M0S")
    + work("2026-03-03T08:00", "2026-03-04T08:00")
    + work("2026-03-04T08:00", "2026-03-04T17:00", "PT8H0M0S")
    + work("2026-03-02T08:00", "2026-03-02T17:00", "PT8H0M0S", kind=4)
    + "</Assignment><Assignment><UID>12</UID><TaskUID>4</TaskUID><ResourceUID>-65535</ResourceUID>"
    "<Start>2026-03-04T17:00:00</Start><Work>PT0H0M0S</Work></Assignment></Assignments>"
)


def whole_project() -> bytes:
    """Return the document."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Project xmlns="{NAMESPACE}">'
        f"{_HEAD}{_CODES}{_CALENDARS}{_TASKS}{_RESOURCES}{_ASSIGNMENTS}</Project>"
    ).encode()
